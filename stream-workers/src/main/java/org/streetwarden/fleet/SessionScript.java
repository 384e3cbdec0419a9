package org.streetwarden.fleet;

/** How an upstream's sessions are shared out, in Redis's own Lua: as a whole, and by Redis's clock alone. */
final class SessionScript {

    /**
     * One worker comes by. What it claims it keeps; it gets more up to its fair part as far as the claims of others, which
     * end when they have not come by for so long, leave it. Fair is one each and the rest by cameras held; where there are
     * more workers than sessions, one each for some, by turns. Nobody gets more for a while after nobody has come by:
     * claims may have been lost with Redis's data, or have ended while it was away.
     *
     * <p>Keys: times, then one of each upstream. Arguments: worker, after how long a claim ends, for how long nobody gets
     * more, length of a turn, all in milliseconds; then limit, claim and cameras of each upstream. Answers, for each
     * upstream, how many sessions the worker may have open from now on; what is open stays open.
     */
    static final String SHARE = """
            local me, ends, grace, turn = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local met = tonumber(redis.call('HGET', KEYS[1], 'met') or '0') or 0
            local calm = tonumber(redis.call('HGET', KEYS[1], 'calm') or '0') or 0
            if now - met > ends / 2 or now < met then calm = now + grace end
            redis.call('HSET', KEYS[1], 'met', string.format('%d', now), 'calm', string.format('%d', calm))

            local function others(key)
                local taken, cameras, names = 0, {}, {}
                local cells = redis.call('HGETALL', key)
                for i = 1, #cells, 2 do
                    local sessions, held, at = string.match(cells[i + 1], '^(%d+) (%d+) (%d+)$')
                    if cells[i] ~= me then
                        if not at or math.abs(now - at) > ends then
                            redis.call('HDEL', key, cells[i])
                        else
                            taken = taken + sessions
                            if tonumber(held) > 0 then
                                names[#names + 1] = cells[i]
                                cameras[cells[i]] = tonumber(held)
                            end
                        end
                    end
                end
                return taken, cameras, names
            end

            local function fair(limit, cameras, names)
                table.sort(names)
                local all, mine, before = 0, 0, 0
                for i, name in ipairs(names) do
                    if name == me then mine, before = i, all end
                    all = all + cameras[name]
                end
                if mine == 0 then return 0 end
                if #names > limit then
                    local first = math.floor(now / turn) * limit
                    return (mine - 1 - first) % #names < limit and 1 or 0
                end
                local rest = limit - #names
                return 1 + math.floor(rest * (before + cameras[me]) / all) - math.floor(rest * before / all)
            end

            local answer = {}
            for i = 2, #KEYS do
                local limit = tonumber(ARGV[3 * i - 1])
                local claim = tonumber(ARGV[3 * i])
                local held = tonumber(ARGV[3 * i + 1])
                local taken, cameras, names = others(KEYS[i])
                if held > 0 then
                    names[#names + 1] = me
                    cameras[me] = held
                end
                local wanted = math.min(fair(limit, cameras, names), math.max(0, limit - taken))
                local has = claim
                if now >= calm then has = math.max(claim, wanted) end
                if has == 0 and held == 0 then
                    redis.call('HDEL', KEYS[i], me)
                else
                    redis.call('HSET', KEYS[i], me, string.format('%d %d %d', has, held, now))
                    redis.call('PEXPIRE', KEYS[i], 2 * ends)
                end
                answer[i - 1] = math.min(has, wanted)
            end
            return answer
            """;

    private SessionScript() {}
}
