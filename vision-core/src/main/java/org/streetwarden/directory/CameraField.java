package org.streetwarden.directory;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A column of a catalogue and the names it goes by: ours first, then GB/T 28181's, WVP's and those of city spreadsheets. */
public enum CameraField {
    CODE("code", "deviceid", "gbdeviceid", "国标编码", "国标编号", "设备国标编码", "设备国标编号", "设备编码", "设备编号", "通道编码", "编码"),
    NAME("name", "gbname", "devicename", "名称", "设备名称", "通道名称", "点位名称", "摄像机名称", "摄像头名称"),
    X("longitude", "lon", "lng", "x", "gblongitude", "经度", "x坐标"),
    Y("latitude", "lat", "y", "gblatitude", "纬度", "y坐标"),
    DIVISION("division", "civilcode", "gbcivilcode", "行政区划", "行政区域", "行政区划代码", "区划代码"),
    PARENT("parent", "parentid", "gbparentid", "父节点", "父节点id", "父设备编码", "上级编码"),
    BUSINESS_GROUP("businessgroup", "businessgroupid", "gbbusinessgroupid", "业务分组", "业务分组id"),
    ADDRESS("address", "gbaddress", "安装地址", "地址"),
    MANUFACTURER("manufacturer", "gbmanufacturer", "厂商", "设备厂商"),
    MODEL("model", "gbmodel", "型号", "设备型号"),
    OWNER("owner", "gbowner", "归属", "设备归属", "权属单位", "建设单位"),
    PTZ_TYPE("ptztype", "gbptztype", "摄像机类型", "结构类型", "云台类型"),
    DIRECTION("direction", "directiontype", "gbdirectiontype", "监视方位", "朝向"),
    STATUS("status", "gbstatus", "状态", "设备状态", "在线状态"),
    SECRECY("secrecy", "gbsecrecy", "保密属性", "是否涉密", "涉密"),
    PURPOSE("purpose", "用途", "使用目的", "共享用途"),
    SHARING_DOCUMENT("sharingdocument", "共享文号", "共享文件号", "共享协议编号", "授权文号"),
    /** Where a row came from before it stood here, such as a page of a catalogue. */
    ORIGIN("origin");

    private static final Map<String, CameraField> BY_NAME = byName();

    /** Separated by blanks; no name holds one. */
    private final String names;

    CameraField(String... names) {
        this.names = String.join(" ", names);
    }

    /** How we write it. */
    public String header() {
        return names.split(" ", -1)[0];
    }

    /** @param header in any case, with blanks, underscores or hyphens */
    public static Optional<CameraField> of(String header) {
        return Optional.ofNullable(BY_NAME.get(plain(header)));
    }

    private static String plain(String header) {
        return header.replaceAll("[\\s_\\-\u3000]", "").toLowerCase(Locale.ROOT);
    }

    private static Map<String, CameraField> byName() {
        Map<String, CameraField> fields = new HashMap<>();
        for (CameraField field : values()) {
            for (String name : field.names.split(" ", -1)) {
                fields.put(name, field);
            }
        }
        return fields;
    }
}
