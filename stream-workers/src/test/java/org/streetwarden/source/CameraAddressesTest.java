package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraAddressesTest {

    private static final CameraAddresses EVERYTHING =
            CameraAddresses.of(List.of("any", "loopback", "0.0.0.0/0", "::/0", "camera.lan"), List.of());

    private static Optional<String> refusal(CameraAddresses addresses, String host, int port, String address) {
        return addresses.refusal(host, port, AddressBlock.literal(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.20.30.40",
                "192.168.1.64",
                "172.31.0.9",
                "100.64.0.1",
                "203.0.113.7",
                "fd12::7",
                "2001:db8::1"
            })
    void allowsEveryCameraNetworkUnlessToldOtherwise(String address) {
        assertThat(refusal(CameraAddresses.DEFAULT, "camera.lan", 554, address)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, unspecified",
        "0.1.2.3, unspecified",
        "::, unspecified",
        "::7f00:1, unspecified",
        "169.254.169.254, link-local",
        "::ffff:169.254.169.254, link-local",
        "64:ff9b::169.254.169.254, link-local",
        "2002:a9fe:a9fe::1, link-local",
        "fe80::1, link-local",
        "224.0.0.251, multicast",
        "ff02::1, multicast",
        "255.255.255.255, reserved",
        "100.100.100.200, metadata",
        "168.63.129.16, metadata",
        "fd00:ec2::254, metadata"
    })
    void refusesWhatIsNeverACamerasWhateverIsAllowed(String address, String why) {
        assertThat(refusal(EVERYTHING, "camera.lan", 554, address))
                .hasValueSatisfying(found -> assertThat(found).contains(why).contains("never"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "64:ff9b::127.0.0.1"})
    void allowsLoopbackOnlyByItsName(String address) {
        CameraAddresses wide = CameraAddresses.of(List.of("any", "0.0.0.0/0", "::/0", "camera.lan"), List.of());

        assertThat(refusal(wide, "camera.lan", 554, address))
                .hasValueSatisfying(found -> assertThat(found).contains("not named as loopback"));
        assertThat(refusal(CameraAddresses.LOOPBACK, "camera.lan", 554, address))
                .isEmpty();
    }

    @Test
    void allowsOneLoopbackAddressAlone() {
        CameraAddresses one = CameraAddresses.of(List.of("127.0.0.1"), List.of());

        assertThat(refusal(one, "127.0.0.1", 554, "127.0.0.1")).isEmpty();
        assertThat(refusal(one, "127.0.0.2", 554, "127.0.0.2")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "10.20.0.0, true",
        "10.21.255.255, true",
        "10.22.0.0, false",
        "10.19.255.255, false",
        "fd00:7::1, true",
        "fd00:8::1, false"
    })
    void keepsToItsBlocks(String address, boolean allowed) {
        CameraAddresses blocks = CameraAddresses.of(List.of("10.20.0.0/15", "fd00:7::/32"), List.of());

        assertThat(refusal(blocks, address, 554, address).isEmpty()).isEqualTo(allowed);
    }

    @Test
    void allowsWhateverAddressANamedHostHas() {
        CameraAddresses named = CameraAddresses.of(List.of("gateway.county.example"), List.of());

        assertThat(refusal(named, "Gateway.County.Example", 554, "10.0.0.1")).isEmpty();
        assertThat(refusal(named, "other.example", 554, "10.0.0.1")).hasValueSatisfying(found -> assertThat(found)
                .isEqualTo("10.0.0.1, which is none of these: gateway.county.example"));
        assertThat(refusal(named, "gateway.county.example", 554, "127.0.0.1")).isPresent();
    }

    @Test
    void refusesServicesByAddressBlockAndName() throws SocketException {
        CameraAddresses addresses = CameraAddresses.of(
                List.of("any", "loopback"),
                List.of(
                        "10.0.0.5:6379",
                        "10.9.0.0/16",
                        "[fd00::5]:5432",
                        "localhost:9000",
                        "no-such-host.invalid:1234"));

        assertThat(refusal(addresses, "10.0.0.5", 6379, "10.0.0.5")).hasValueSatisfying(found -> assertThat(found)
                .isEqualTo("10.0.0.5 port 6379, which is refused as '10.0.0.5:6379'"));
        assertThat(refusal(addresses, "10.0.0.5", 554, "10.0.0.5")).isEmpty();
        assertThat(refusal(addresses, "cam", 554, "10.9.8.7")).isPresent();
        assertThat(refusal(addresses, "cam", 5432, "fd00::5")).isPresent();
        assertThat(refusal(addresses, "cam", 9000, "127.0.0.1")).isPresent();
        assertThat(refusal(addresses, "cam", 1234, "10.0.0.6"))
                .as("a service that cannot be found could be anywhere")
                .isPresent();
        for (InetAddress own : NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList()) {
            assertThat(addresses.refusal("cam", 9000, own)).as(own.toString()).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0",
                "fd00::/129",
                "10.0.0.0/x",
                "any:554",
                "0x7f.1",
                "2130706433",
                "a b",
                "*.lan"
            })
    void saysWhatAnAllowedEntryMustBe(String entry) {
        assertThatThrownBy(() -> CameraAddresses.checkAllowed(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected")
                .hasMessageContaining("'" + entry + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.0.0/16", "169.254.169.254", "fe80::/64", "239.1.2.3", "0.0.0.0"})
    void refusesToAllowWhatIsNeverACameras(String entry) {
        assertThatThrownBy(() -> CameraAddresses.checkAllowed(entry)).hasMessageContaining("what cameras may have");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "db.lan", "any", "loopback", "10.0.0.1:99999", "10.0.0.1:", ":5432"})
    void saysWhatARefusedEntryMustBe(String entry) {
        assertThatThrownBy(() -> CameraAddresses.checkRefused(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("db.lan:5432");
    }
}
