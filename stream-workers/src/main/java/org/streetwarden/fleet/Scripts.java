package org.streetwarden.fleet;

/**
 * What must happen in Redis as a whole, in its own Lua. Every script takes the fleet's keys in one order: stream, entries,
 * born, workers, seen, drain, memory; and the group's name as first argument.
 */
final class Scripts {

    private static final String HEAD = """
            local stream, entries, born, workers, seen, drain, memory =
                KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
            local group = ARGV[1]
            local function add(camera)
                redis.call('HSET', entries, camera, redis.call('XADD', stream, '*', 'camera', camera))
            end
            local function drop(id)
                redis.call('XACK', stream, group, id)
                redis.call('XDEL', stream, id)
            end
            local function holder(id)
                local pending = redis.call('XPENDING', stream, group, id, id, 1)
                return #pending == 1 and pending[1][2] or ''
            end
            local function now()
                local time = redis.call('TIME')
                return time[1] * 1000 + math.floor(time[2] / 1000)
            end
            """;

    /** Makes stream and group where they are not there. Answers for how many milliseconds they have been. */
    static final String FOUND = HEAD + """
            local there = false
            if redis.call('EXISTS', stream) == 1 then
                for _, each in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
                    there = there or each[2] == group
                end
            end
            if not there then
                redis.call('DEL', stream, entries)
                redis.call('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM')
                redis.call('SET', born, now())
            end
            return now() - (tonumber(redis.call('GET', born)) or 0)
            """;

    /**
     * Adds those of the given cameras that have no item and holds them. Does nothing while an item waits for a holder:
     * reading takes items in order. Arguments: consumer, cameras. Answers how many.
     */
    static final String RETAKE = HEAD + """
            if redis.call('XPENDING', stream, group)[1] < redis.call('XLEN', stream) then return 0 end
            local added = 0
            for i = 3, #ARGV do
                if redis.call('HEXISTS', entries, ARGV[i]) == 0 then
                    add(ARGV[i])
                    added = added + 1
                end
            end
            if added > 0 then
                redis.call('XREADGROUP', 'GROUP', group, ARGV[2], 'COUNT', added, 'STREAMS', stream, '>')
            end
            return added
            """;

    /**
     * Adds cameras that have no item, mends what does not fit together, and, told so, drops cameras that are not among the
     * given ones. Arguments: '1' to drop, cameras. Answers how many were added and dropped.
     */
    static final String SEED = HEAD + """
            local wanted, added, dropped = {}, 0, 0
            for i = 3, #ARGV do wanted[ARGV[i]] = true end
            if redis.call('XLEN', stream) ~= redis.call('HLEN', entries) then
                local there = {}
                for _, each in ipairs(redis.call('XRANGE', stream, '-', '+')) do
                    local camera = each[2][2]
                    there[camera] = redis.call('HGET', entries, camera) == each[1] or there[camera]
                    if redis.call('HGET', entries, camera) ~= each[1] then drop(each[1]) end
                end
                for _, camera in ipairs(redis.call('HKEYS', entries)) do
                    if not there[camera] then redis.call('HDEL', entries, camera) end
                end
            end
            for i = 3, #ARGV do
                if redis.call('HEXISTS', entries, ARGV[i]) == 0 then
                    add(ARGV[i])
                    added = added + 1
                end
            end
            if ARGV[2] == '1' then
                local known = redis.call('HGETALL', entries)
                for i = 1, #known, 2 do
                    if not wanted[known[i]] then
                        drop(known[i + 1])
                        redis.call('HDEL', entries, known[i])
                        redis.call('HDEL', memory, known[i])
                        dropped = dropped + 1
                    end
                end
            end
            return {added, dropped}
            """;

    /** Claims anew what is pending with a consumer, and nothing else. Arguments: consumer, at most how many. Answers ids. */
    static final String CLAIM = HEAD + """
            local ids = {}
            for i, each in ipairs(redis.call('XPENDING', stream, group, '-', '+', ARGV[3], ARGV[2])) do ids[i] = each[1] end
            for from = 1, #ids, 500 do
                local call = {'XCLAIM', stream, group, ARGV[2], '0'}
                for i = from, math.min(from + 499, #ids) do call[#call + 1] = ids[i] end
                call[#call + 1] = 'JUSTID'
                redis.call(unpack(call))
            end
            return ids
            """;

    /** Arguments: entry ids. Answers the camera of each; empty where there is no such entry, which then pends no longer. */
    static final String CAMERAS = HEAD + """
            local cameras = {}
            for i = 2, #ARGV do
                local found = redis.call('XRANGE', stream, ARGV[i], ARGV[i])
                if #found == 0 then drop(ARGV[i]) end
                cameras[i - 1] = #found == 1 and found[1][2][2] or ''
            end
            return cameras
            """;

    /** Puts items back for others, those that the consumer holds. Arguments: consumer, then id and camera in turn. */
    static final String GIVE_BACK = HEAD + """
            local given = 0
            for i = 3, #ARGV, 2 do
                if holder(ARGV[i]) == ARGV[2] then
                    drop(ARGV[i])
                    add(ARGV[i + 1])
                    given = given + 1
                end
            end
            return given
            """;

    /** Arguments: cameras. Answers who holds each: a worker, '' nobody, '-' it has no item. */
    static final String HOLDERS = HEAD + """
            local holders = {}
            for i = 2, #ARGV do
                local id = redis.call('HGET', entries, ARGV[i])
                holders[i - 1] = id and holder(id) or '-'
            end
            return holders
            """;

    /**
     * Comes by: says what there is to say and hears of the others. Arguments: worker, status or ''. Answers nothing where
     * there is no stream; else time, items, then name and count of each holder, statuses, times seen, workers to be drained.
     */
    static final String MEET = HEAD + """
            local pending = redis.pcall('XPENDING', stream, group)
            if pending.err then return {} end
            redis.call('HSET', seen, ARGV[2], now())
            if ARGV[3] ~= '' then redis.call('HSET', workers, ARGV[2], ARGV[3]) end
            local holders = {}
            for _, each in ipairs(pending[4] or {}) do
                holders[#holders + 1] = each[1]
                holders[#holders + 1] = each[2]
            end
            return {now(), redis.call('XLEN', stream), holders,
                redis.call('HGETALL', workers), redis.call('HGETALL', seen), redis.call('HKEYS', drain)}
            """;

    /** Forgets a worker that holds nothing. Arguments: worker. Answers whether it did. */
    static final String FORGET = HEAD + """
            if #redis.call('XPENDING', stream, group, '-', '+', 1, ARGV[2]) > 0 then return 0 end
            redis.call('XGROUP', 'DELCONSUMER', stream, group, ARGV[2])
            redis.call('HDEL', workers, ARGV[2])
            redis.call('HDEL', seen, ARGV[2])
            return 1
            """;

    /** Keeps memories of cameras that the worker holds. Arguments: worker, then camera and text in turn. */
    static final String KEEP = HEAD + """
            local kept = 0
            for i = 3, #ARGV, 2 do
                local id = redis.call('HGET', entries, ARGV[i])
                if id and holder(id) == ARGV[2] then
                    redis.call('HSET', memory, ARGV[i], ARGV[i + 1])
                    kept = kept + 1
                end
            end
            return kept
            """;

    private Scripts() {}
}
