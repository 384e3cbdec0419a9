package org.streetwarden.flight;

/** Everything that can be wrong with a flight's files, with what follows from it for the pilot. */
public enum FlightProblem {
    EMPTY_FILE(
            Weight.UNUSABLE, "文件是空的", "请从飞行器存储卡重新拷贝该文件", "the file is empty", "copy it from the aircraft's card again"),
    NOT_A_FLIGHT_FILE(
            Weight.UNUSABLE,
            "不是视频、字幕或照片",
            "不会使用该文件；请确认选择了正确的文件",
            "this is neither a video nor telemetry nor a photograph",
            "it is left out; check whether it is the file you meant"),
    INDEX_MISSING(
            Weight.UNUSABLE,
            "视频缺少索引（moov），录制没有正常结束",
            "无法播放和分析；请把存储卡装回飞行器开机自动修复，再重新拷贝",
            "the video has no index (moov atom): recording did not end properly",
            "it can't be played or analysed; put the card back, let the aircraft repair it, and copy it again"),
    FILE_TORN(
            Weight.UNUSABLE,
            "文件不完整，后面的内容缺失",
            "拷贝或上传中断；请重新拷贝完整文件",
            "only a part of the file is here",
            "copying was cut off; copy the whole file again"),
    VIDEO_UNREADABLE(
            Weight.UNUSABLE,
            "视频无法打开",
            "无法分析；请重新拷贝，或换成 H.264/H.265 的 MP4",
            "the video can't be opened",
            "it can't be analysed; copy it again, or bring an MP4 in H.264 or H.265"),
    PHOTO_UNREADABLE(Weight.LIMITS, "有照片无法读取", "不会使用这些照片", "photographs can't be read", "they are left out"),
    NO_TELEMETRY(
            Weight.UNUSABLE,
            "没有与视频对应的遥测字幕（SRT）",
            "看到的问题无法定位；请一并提供同名 .SRT，并在飞行应用中打开“视频字幕”",
            "no telemetry (SRT) belongs to this video",
            "what is seen can't be placed; bring the .SRT of the same name, and switch on video captions in the flight app"),
    NO_VIDEO(
            Weight.UNUSABLE,
            "没有与字幕对应的视频",
            "没有可分析的画面；请一并提供同名视频",
            "no video belongs to this telemetry",
            "there is nothing to look at; bring the video of the same name"),
    WRONG_PAIRING(
            Weight.UNUSABLE,
            "视频与字幕时长对不上，不是同一次录制",
            "位置会全部错误，因此不使用；请检查文件名",
            "video and telemetry differ in length: they are not of one recording",
            "every position would be wrong, so they are not used together; check the names"),
    PAIRING_UNCLEAR(
            Weight.UNUSABLE,
            "有多个文件可能与之对应",
            "无法判断哪一个正确；请一次只提供一个文件夹，或使用同名文件",
            "several files could belong to it",
            "nobody can tell which is right; bring one folder at a time, or files of the same name"),
    PAIRED_BY_TIME(
            Weight.LIMITS,
            "文件名不同，按时间和时长配对",
            "请核对配对是否正确",
            "names differ: paired by time and length",
            "check whether they belong together"),
    EMBEDDED_UNREAD(
            Weight.NOTE,
            "视频内含厂商私有遥测轨道，本版本不读取",
            "其中的云台角度不会被使用",
            "the video holds a telemetry track in the maker's own form, which this version does not read",
            "the gimbal angles in it are not used"),
    NAME_CLEANED(
            Weight.NOTE,
            "文件名含有控制字符或过长",
            "显示时已清理；文件本身不变",
            "the name has control characters or is very long",
            "it is shown cleaned; the file stays as it is"),
    TOO_MANY_FILES(
            Weight.LIMITS,
            "文件过多，只检查了前面的部分",
            "其余文件未检查；请分批提供",
            "too many files: only the first were looked at",
            "bring the others in another go"),
    NO_ENTRIES(
            Weight.UNUSABLE,
            "字幕中没有任何遥测记录",
            "无法定位；请从存储卡重新拷贝 SRT",
            "there is no entry of telemetry",
            "nothing can be placed; copy the SRT from the card again"),
    DIALECT_UNKNOWN(
            Weight.UNUSABLE,
            "字幕不是已知的遥测格式",
            "无法定位；这可能是普通字幕，请把样本交给管理员",
            "these subtitles are no telemetry that we know",
            "nothing can be placed; they may be ordinary subtitles – give a sample to your administrator"),
    DIALECTS_MIXED(
            Weight.LIMITS,
            "同一文件中有多种遥测格式",
            "文件可能由几次录制拼接；请核对",
            "several dialects stand in one file",
            "it may be glued from several recordings; check it"),
    TORN_END(Weight.NOTE, "最后一条记录不完整", "只舍去这一条", "the last entry is torn", "that entry alone is left out"),
    TORN_ENTRY(
            Weight.NOTE,
            "有记录不完整",
            "其中缺失的数值不使用，位置由前后记录推算",
            "entries are torn",
            "what they lack is not used; positions come from their neighbours"),
    LINE_TOO_LONG(Weight.NOTE, "有过长的行", "已跳过", "lines are too long", "they are skipped"),
    ENTRY_TOO_LONG(Weight.NOTE, "有过长的记录", "超出部分已跳过", "entries are too long", "what is beyond is skipped"),
    NUMBER_UNREADABLE(Weight.NOTE, "有无法读取的数值", "这些数值不使用", "numbers can't be read", "they are not used"),
    DECIMAL_COMMA(
            Weight.LIMITS,
            "坐标用逗号作小数点，无法拆分",
            "这些位置不使用",
            "coordinates have decimal commas and can't be told apart",
            "those positions are not used"),
    NO_CUES(
            Weight.LIMITS,
            "字幕没有时间轴",
            "改用飞行器时钟对齐视频，误差可达 1 秒",
            "the entries have no subtitle times",
            "the aircraft's clock stands in for them, which may be a second off"),
    TIME_BACK(
            Weight.LIMITS,
            "时间倒退",
            "倒退的记录不使用；文件可能被拼接",
            "time goes back",
            "those entries are not used; the file may be glued together"),
    GAP(Weight.LIMITS, "遥测有空缺", "空缺期间看到的问题无法定位", "telemetry has gaps", "what is seen within them can't be placed"),
    OVER_MIDNIGHT(
            Weight.NOTE,
            "飞行跨过午夜",
            "证据日期按每一刻分别计算",
            "the flight goes over midnight",
            "evidence is dated moment by moment"),
    CLOCK_JUMP(
            Weight.LIMITS,
            "飞行器时钟跳变",
            "以视频时间为准；证据上的钟点以首条记录推算",
            "the aircraft's clock jumps",
            "the video's time counts; times of day follow from the first entry"),
    ZONE_CHANGE(
            Weight.LIMITS,
            "飞行中时区改变（时钟整刻钟跳变）",
            "以视频时间为准；请说明起飞地时区",
            "the time zone changes in flight: the clock jumps by quarters of an hour",
            "the video's time counts; say which zone the take-off was in"),
    NO_ZONE(
            Weight.NOTE,
            "飞行器时钟没有时区",
            "按本市时区理解；若飞行器设置不同，证据钟点会错",
            "the aircraft's clock has no time zone",
            "the city's is taken; where the aircraft was set otherwise, times of day are wrong"),
    NO_CLOCK(
            Weight.LIMITS,
            "遥测没有日期和钟点",
            "钟点取自视频文件；无法核对",
            "telemetry has no date and time",
            "the time of day comes from the video file and can't be checked"),
    CLOCK_OFFSET(
            Weight.NOTE,
            "字幕时间与视频时间有偏移，已测量并扣除",
            "定位已按偏移修正",
            "telemetry is shifted against the video; the shift was measured and taken off",
            "positions are corrected for it"),
    CLOCK_UNSURE(
            Weight.LIMITS,
            "字幕与视频的时间差不确定",
            "运动中定位误差相应增大",
            "how telemetry and video fit in time is not sure",
            "while the aircraft moves, positions are that much less sure"),
    TELEMETRY_SHORT(
            Weight.LIMITS,
            "遥测没有覆盖整个视频",
            "未覆盖部分看到的问题无法定位",
            "telemetry does not cover the whole video",
            "what is seen in the rest can't be placed"),
    NO_POSITION(
            Weight.UNUSABLE,
            "没有任何位置",
            "无法定位；起飞前请等待卫星定位",
            "there is no position at all",
            "nothing can be placed; wait for satellites before take-off"),
    POSITION_MISSING(
            Weight.LIMITS,
            "部分记录没有位置",
            "该时段看到的问题可能无法定位",
            "entries lack a position",
            "what is seen then may not be placed"),
    POSITION_IMPOSSIBLE(Weight.LIMITS, "有不可能的经纬度", "这些位置不使用", "positions are impossible", "they are not used"),
    AXES_EXCHANGED(
            Weight.LIMITS,
            "经度和纬度可能写反",
            "不自动更正，这些位置不使用；请核对飞行器固件或导出软件",
            "longitude and latitude look exchanged",
            "nothing is mended and those positions are not used; check the firmware or the software that exported them"),
    POSITION_ZERO(
            Weight.LIMITS, "位置为 0,0（未定位）", "这些位置不使用", "positions are 0, 0: no satellites yet", "they are not used"),
    POSITION_AT_SEA(
            Weight.LIMITS,
            "位置在远海",
            "坐标可疑，请核对；结果不会自动落入任何网格",
            "positions lie in the open sea",
            "they are doubtful: check them; nothing will fall into a grid"),
    POSITION_JUMP(
            Weight.LIMITS,
            "位置跳变，快于任何飞行器",
            "跳变处定位不可信",
            "positions jump faster than any aircraft flies",
            "places around the jumps can't be trusted"),
    POSITION_COARSE(
            Weight.LIMITS,
            "坐标只有四位小数或更少（约 11 米一格）",
            "定位误差因此至少数米",
            "positions have four decimals or fewer, steps of 11 m",
            "places are unsure by metres for that alone"),
    GCJ02_SUSPECTED(
            Weight.LIMITS,
            "坐标疑似 GCJ-02（火星坐标）",
            "会偏移几百米；不自动更正，请核对后说明坐标系",
            "positions look like GCJ-02",
            "they are off by hundreds of metres; nothing is mended: check, and say which system they are in"),
    TAKE_OFF_ELSEWHERE(
            Weight.LIMITS,
            "起点与所说的起飞点不符",
            "请核对坐标或起飞点",
            "the flight does not begin where the take-off was said to be",
            "check the coordinates, or the place of take-off"),
    NO_GIMBAL(
            Weight.LIMITS,
            "没有云台角度",
            "目标只能定位到飞行器附近（±60 米或更差）",
            "there are no gimbal angles",
            "things can only be placed near the aircraft (± 60 m or worse)"),
    ANGLES_IMPOSSIBLE(Weight.LIMITS, "有不可能的角度", "这些角度不使用", "angles are impossible", "they are not used"),
    YAW_RELATIVE(
            Weight.LIMITS,
            "云台方位角疑似相对机头而非正北",
            "方位不可信，目标只能定位到飞行器附近",
            "the gimbal's yaw seems to be against the aircraft's nose, not against north",
            "directions can't be trusted: things are only placed near the aircraft"),
    HEIGHT_TAKE_OFF_ONLY(
            Weight.NOTE,
            "高度只相对起飞点",
            "地面按与起飞点同高计算；有起伏时请提供高程数据",
            "heights are above take-off only",
            "the ground is taken to be level with it; where it is not, give an elevation model"),
    HEIGHT_ZERO(
            Weight.LIMITS,
            "高度始终为 0",
            "无法从画面推算地面位置",
            "the height is 0 throughout",
            "places on the ground can't be worked out"),
    HEIGHT_UNSTATED(
            Weight.LIMITS,
            "只有一个高度，没有说明相对起飞点还是海平面",
            "不能用来推算地面位置",
            "there is one height, and nothing says whether above take-off or above the sea",
            "it can't be used to work out places on the ground"),
    NO_HEIGHT(Weight.LIMITS, "没有高度", "无法从画面推算地面位置", "there are no heights", "places on the ground can't be worked out"),
    ZOOMED(
            Weight.NOTE,
            "飞行中使用了变焦",
            "按记录的焦距计算；数字变焦会降低识别效果",
            "zoom was used",
            "the written focal length counts; digital zoom makes small things harder to see"),
    LENS_UNKNOWN(
            Weight.LIMITS,
            "没有焦距，机型未知",
            "按 24 毫米等效焦距估计，误差增大",
            "there is no focal length and no known aircraft",
            "24 mm equivalent is assumed, and positions are less sure");

    /** How much a problem weighs, lightest first. */
    public enum Weight {
        NOTE,
        LIMITS,
        UNUSABLE
    }

    private final Weight weight;
    private final String chinese;
    private final String chineseConsequence;
    private final String english;
    private final String englishConsequence;

    FlightProblem(Weight weight, String chinese, String chineseConsequence, String english, String englishConsequence) {
        this.weight = weight;
        this.chinese = chinese;
        this.chineseConsequence = chineseConsequence;
        this.english = english;
        this.englishConsequence = englishConsequence;
    }

    public Weight weight() {
        return weight;
    }

    public String chinese() {
        return chinese;
    }

    public String chineseConsequence() {
        return chineseConsequence;
    }

    public String english() {
        return english;
    }

    public String englishConsequence() {
        return englishConsequence;
    }
}
