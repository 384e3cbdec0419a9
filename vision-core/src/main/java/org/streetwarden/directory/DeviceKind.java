package org.streetwarden.directory;

/** What a GB/T 28181 code stands for, by its three type digits (2016 edition, annex D; 2022 edition, annex E). */
public enum DeviceKind {
    /** 131 and 132: something with a picture. */
    CAMERA("a camera"),
    /** 111 to 130: recorders, encoders, matrices, alarm controllers, cameras with several eyes. */
    DEVICE("a device such as a recorder"),
    /** 133 to 199: displays, alarm inputs and outputs, microphones, mobile units. */
    PERIPHERAL("a display, an alarm line or sound"),
    /** 200 to 214 and 217 to 299: signalling, media and other servers of a platform. */
    PLATFORM("a platform's server"),
    /** 215. */
    BUSINESS_GROUP("a business group"),
    /** 216. */
    VIRTUAL_ORGANISATION("a virtual organisation"),
    /** 300 to 499. */
    USER("a user"),
    /** 500 to 599: what is attached to a platform, such as analysers. */
    ATTACHED("a system attached to a platform"),
    /** No 20 digits at all but a division of GB/T 2260, which catalogues list as nodes. */
    DIVISION("an administrative division"),
    /** 000 to 110 and 600 to 999: not given out, or a maker's own. */
    UNKNOWN("of a type that the standard does not name");

    private static final int CAMERA_TYPE = 131;
    private static final int NETWORK_CAMERA_TYPE = 132;
    private static final int BUSINESS_GROUP_TYPE = 215;
    private static final int VIRTUAL_ORGANISATION_TYPE = 216;

    private final String words;

    DeviceKind(String words) {
        this.words = words;
    }

    /** As in "the code is that of …". */
    public String words() {
        return words;
    }

    /** @param type 0 to 999 */
    static DeviceKind ofType(int type) {
        if (type == CAMERA_TYPE || type == NETWORK_CAMERA_TYPE) {
            return CAMERA;
        }
        if (type == BUSINESS_GROUP_TYPE) {
            return BUSINESS_GROUP;
        }
        if (type == VIRTUAL_ORGANISATION_TYPE) {
            return VIRTUAL_ORGANISATION;
        }
        return ofRange(type);
    }

    private static DeviceKind ofRange(int type) {
        if (type < 111 || type > 599) {
            return UNKNOWN;
        }
        if (type <= 130) {
            return DEVICE;
        }
        return switch (type / 100) {
            case 1 -> PERIPHERAL;
            case 2 -> PLATFORM;
            case 5 -> ATTACHED;
            default -> USER;
        };
    }
}
