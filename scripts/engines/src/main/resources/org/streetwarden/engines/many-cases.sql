-- A city's last 90 days, for tests and benchmarks: cameras, cases with their life, evidence, places, verdicts and hand-over, coverage, and a
-- whole log of evidence. Placeholders: ${cases}, ${cameras}, ${entries}, ${end}. Every row is as the api itself would have written it;
-- triggers and foreign keys stay off meanwhile.
SET LOCAL session_replication_role = replica;
SET LOCAL max_parallel_workers_per_gather = 0;
SELECT setseed(0.2026);

INSERT INTO directory_entries (code, source, facts, first_seen_at, changed_at)
SELECT '3701260000132' || lpad(n::text, 7, '0'), 'generated',
    jsonb_build_object('kind', 'camera', 'name', '路口 ' || n, 'division', '370126', 'parent', '', 'status', 'ON', 'crs', 'wgs84',
        'longitude', 117.05 + 0.30 * random(), 'latitude', 37.20 + 0.25 * random(),
        'purpose', '城市管理', 'sharingDocument', '商城管 1'),
    '${end}'::timestamptz - interval '120 days', '${end}'::timestamptz - interval '120 days'
FROM generate_series(1, ${cameras}) n;

INSERT INTO cameras (camera_id, name, state, reason, detail, worker_id, reported_at, changed_at, last_frame_at, frames_judged)
SELECT code, name, 'WATCHING', '', '', 'worker-' || (right(code, 7)::int % 4), '${end}', '${end}', '${end}', 100000
FROM directory_entries WHERE source = 'generated';

-- What happens when: more by day than by night, more of some kinds and at some cameras; rand1 to rand9 decide the rest.
CREATE TEMP TABLE drawn ON COMMIT DROP AS
SELECT n, camera, zone, kind, raised_at, raised_at + (5 + 60 * r2 + CASE WHEN r3 < 0.01 THEN 7200 ELSE 0 END) * interval '1 s' AS filed_at,
    r1, r2, r3, r4, r5, r6, r7, r8, r9
FROM (
    SELECT n, 1 + floor(${cameras} * power(random(), 2))::int AS camera, 1 + floor(3 * power(random(), 2))::int AS zone,
        (ARRAY['vending', 'vending', 'vending', 'vending', 'bin-overflow', 'bin-overflow', 'bin-overflow', 'dumping', 'dumping', 'green-parking'])
            [1 + floor(10 * random())::int] AS kind,
        least(date_trunc('day', '${end}'::timestamptz, 'Asia/Shanghai') - floor(90 - 90.0 * n / (${cases} + 1)) * interval '1 day'
                + (5 + 17 * (random() + random()) / 2) * interval '1 hour', '${end}'::timestamptz - (1 + 10800 * random()) * interval '1 s') AS raised_at,
        random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5, random() AS r6, random() AS r7, random() AS r8, random() AS r9
    FROM generate_series(1, ${cases}) n) d;
UPDATE drawn SET filed_at = '${end}'::timestamptz - interval '500 ms' WHERE filed_at >= '${end}'::timestamptz;

-- The way of each: judged, handed over, taken or refused, registered, dispatched, handled, looked at, closed; as far as time went.
CREATE TEMP TABLE walked ON COMMIT DROP AS
SELECT n, seq, from_status, to_status, at FROM (
    SELECT n, s.seq, s.from_status, s.to_status, date_trunc('milliseconds', s.at) AS at
    FROM (
        SELECT n, t1, t2, t2 - 1200 * ln(r2 + 0.001) * interval '1 s' AS t3, r5, r6,
            t2 - (1200 * ln(r2 + 0.001) + 3600 * ln(r3 + 0.001)) * interval '1 s' AS t4,
            t2 - (1200 * ln(r2 + 0.001) + 3600 * ln(r3 + 0.001) + 1800 * ln(r4 + 0.001)) * interval '1 s' AS t5,
            t2 - (1200 * ln(r2 + 0.001) + 3600 * ln(r3 + 0.001) + 1800 * ln(r4 + 0.001) + 36000 * ln(r7 + 0.001)) * interval '1 s' AS t6
        FROM (SELECT *, filed_at - 600 * ln(r1 + 0.001) * interval '1 s' AS t1,
                filed_at - 600 * ln(r1 + 0.001) * interval '1 s' + (2 + 50 * r9) * interval '1 s' AS t2 FROM drawn) a) b
    CROSS JOIN LATERAL (VALUES
        (1, 'PENDING_REVIEW', CASE WHEN r5 < 0.12 THEN 'REJECTED' ELSE 'APPROVED' END, t1),
        (2, 'APPROVED', CASE WHEN r5 >= 0.12 THEN 'PUSHED' END, t2),
        (3, 'PUSHED', CASE WHEN r5 >= 0.12 THEN CASE WHEN r6 < 0.04 THEN 'REFUSED' ELSE 'ACCEPTED' END END, t3),
        (4, 'ACCEPTED', CASE WHEN r5 >= 0.12 AND r6 >= 0.04 THEN 'REGISTERED' END, t4),
        (5, 'REGISTERED', CASE WHEN r5 >= 0.12 AND r6 >= 0.04 THEN 'DISPATCHED' END, t5),
        (6, 'DISPATCHED', CASE WHEN r5 >= 0.12 AND r6 >= 0.04 THEN 'HANDLED' END, t6),
        (7, 'HANDLED', CASE WHEN r5 >= 0.12 AND r6 >= 0.06 THEN 'CLOSED' END, t6 + interval '6 hours')) s (seq, from_status, to_status, at)
    WHERE s.to_status IS NOT NULL AND s.at <= '${end}') w;

CREATE TEMP TABLE told ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY at, n, seq) AS id, * FROM (
    SELECT n, 0 AS seq, NULL::text AS from_status, NULL::text AS to_status, filed_at AS at FROM drawn
    UNION ALL SELECT * FROM walked) t;
INSERT INTO case_history (id, case_id, at, actor, action, why, from_status, to_status) OVERRIDING SYSTEM VALUE
SELECT id, n, at, CASE WHEN seq = 0 THEN 'worker:worker-1' WHEN seq = 1 THEN 'reviewer-' || n % 7 WHEN seq = 2 THEN 'push:city' ELSE 'platform' END,
    CASE WHEN seq = 0 THEN 'FILED' WHEN seq = 1 THEN 'JUDGED' ELSE 'MOVED' END, 'Generated.', from_status, to_status
FROM told ORDER BY id;
SELECT setval(pg_get_serial_sequence('case_history', 'id'), (SELECT max(id) FROM told));

INSERT INTO cases (id, case_no, incident_id, kind, status, camera_id, camera_name, zone_id, label, score, box_left, box_top, box_right, box_bottom,
    experimental, first_seen_at, threshold_at, raised_at, last_seen_at, cleared_at, filed_at, present_ms, observed_ms, longest_gap_ms, model_name,
    model_version, model_sha256, rule_version, zone_version, why, worker_id, evidence_prefix, manifest_sha256, basis, moved_by, status_since)
OVERRIDING SYSTEM VALUE
SELECT d.n, 'VA-370126-' || to_char(d.filed_at AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD') || '-'
        || lpad((row_number() OVER (PARTITION BY (d.filed_at AT TIME ZONE 'Asia/Shanghai')::date ORDER BY d.n))::text, 6, '0'),
    md5('incident ' || d.n), d.kind, coalesce(l.to_status, 'PENDING_REVIEW'), '3701260000132' || lpad(d.camera::text, 7, '0'), '路口 ' || d.camera,
    'zone-' || d.zone, 'stall', 0.5 + 0.5 * d.r8, 0.2, 0.3, 0.5, 0.8, false, d.raised_at - interval '6 minutes', d.raised_at - interval '1 minute',
    d.raised_at, CASE WHEN l.to_status = 'CLOSED' THEN l.at END, CASE WHEN l.to_status = 'CLOSED' THEN l.at END, d.filed_at, 360000, 340000, 4000,
    'street', '0.4', repeat('ab', 32), '0123456789ab', 'ba9876543210', 'A stall stood there for 360 s; the rule asks for 300 s.', 'worker-1',
    '2026/generated/' || md5('incident ' || d.n) || '/', encode(sha256(('manifest ' || d.n)::bytea), 'hex'),
    CASE WHEN d.kind = 'dumping' AND d.r8 < 0.5 THEN 'static-object' ELSE 'detector' END, l.id, coalesce(l.at, d.filed_at)
FROM drawn d LEFT JOIN (SELECT DISTINCT ON (n) n, id, to_status, at FROM told WHERE to_status IS NOT NULL ORDER BY n, seq DESC) l USING (n)
ORDER BY d.n;
SELECT setval(pg_get_serial_sequence('cases', 'id'), ${cases});
INSERT INTO case_numbers SELECT '370126', (filed_at AT TIME ZONE 'Asia/Shanghai')::date, count(*) FROM drawn GROUP BY 2;

INSERT INTO case_milestones
SELECT n, min(at) FILTER (WHERE to_status = 'APPROVED'), min(at) FILTER (WHERE to_status = 'REJECTED'),
    min(at) FILTER (WHERE to_status = 'PUSHED'), min(at) FILTER (WHERE to_status = 'ACCEPTED'), min(at) FILTER (WHERE to_status = 'REFUSED'),
    min(at) FILTER (WHERE to_status = 'REGISTERED'), min(at) FILTER (WHERE to_status = 'CLOSED')
FROM walked GROUP BY n;

INSERT INTO case_evidence
SELECT n, position - 1, name, CASE WHEN name LIKE '%.mp4' THEN 'video/mp4' ELSE 'image/jpeg' END, 200000, repeat('cd', 32)
FROM drawn, unnest(ARRAY['clip.mp4', 'first.jpg', 'first-boxes.jpg', 'threshold.jpg', 'threshold-boxes.jpg', 'raised.jpg', 'raised-boxes.jpg'])
    WITH ORDINALITY part (name, position);

INSERT INTO case_places (case_id, longitude, latitude, declared_crs, unit_grid, unit_grid_version, responsibility_grid, responsibility_grid_version,
    unit, unit_code, units_version, time_limit, due_at, calendar_version, gaps, ended)
SELECT d.n, e.longitude, e.latitude, 'wgs84', '370126001001' || lpad((d.camera % 900)::text, 3, '0'), 1, 'R' || lpad((d.camera % 291)::text, 3, '0'), 1,
    '街道 ' || d.camera % 11, 'T' || d.camera % 11, 1, '4 working-hours', d.filed_at + interval '4 hours', 1, '[]', NOT s.open
FROM drawn d JOIN cases c ON c.id = d.n JOIN case_statuses s ON s.status = c.status JOIN directory_entries e ON e.code = '3701260000132' || lpad(d.camera::text, 7, '0');

INSERT INTO case_codes SELECT n, 0, 'gbt-47678.5', 1, '09001', '无照经营游商' FROM drawn;

INSERT INTO verdicts (case_id, at, who, confirmed, reason, note, camera_id, zone_id, model_sha256, rule_version, zone_version, manifest_sha256)
SELECT n, w.at, 'reviewer-' || n % 7, w.to_status = 'APPROVED',
    CASE WHEN w.to_status = 'REJECTED' THEN (ARRAY['false-detection', 'permitted', 'gone', 'duplicate'])[1 + n % 4] END, '',
    c.camera_id, c.zone_id, c.model_sha256, c.rule_version, c.zone_version, c.manifest_sha256
FROM walked w JOIN cases c ON c.id = w.n WHERE w.seq = 1 ORDER BY w.at;

INSERT INTO push_targets VALUES ('city', false, '${end}'::timestamptz - interval '120 days') ON CONFLICT DO NOTHING;
INSERT INTO platform_events (case_id, op, at, status, why, body)
SELECT n, 'CREATE', at, 'APPROVED', 'Generated.', '{"specversion":"1.0"}' FROM walked WHERE to_status = 'APPROVED' ORDER BY at;
INSERT INTO push_deliveries (platform_event, case_id, target_id, state, tries, next_at, tried_at, delivered_at)
SELECT e.id, e.case_id, 'city', 'DELIVERED', 1, w.at, w.at, w.at
FROM platform_events e JOIN walked w ON w.n = e.case_id AND w.to_status = 'PUSHED' WHERE e.why = 'Generated.';
INSERT INTO push_attempts (delivery_id, at, outcome, status, detail) SELECT id, delivered_at, 'DELIVERED', 200, 'Taken.' FROM push_deliveries;

INSERT INTO events (type, subject, at)
SELECT CASE WHEN t.seq = 0 THEN 'case-filed' ELSE 'case-moved' END, c.case_no, t.at
FROM told t JOIN cases c ON c.id = t.n WHERE t.at >= '${end}'::timestamptz - interval '7 days' ORDER BY t.id;

-- One window in ten misses a tenth of the cameras.
INSERT INTO coverage_windows (start_at, window_minutes, cameras, living, seen, judged)
SELECT at, 5, ${cameras}, ${cameras}, ${cameras} - CASE WHEN random() < 0.1 THEN ${cameras} / 10 ELSE 0 END, true
FROM generate_series('${end}'::timestamptz - interval '90 days', '${end}'::timestamptz, interval '5 minutes') at;
INSERT INTO camera_days (day, camera_id, window_minutes, seen)
SELECT day, camera_id, 5, CASE WHEN random() < 0.02 THEN repeat('0', 288) ELSE repeat('1', 288) END::bit varying(1440)
FROM generate_series(('${end}'::timestamptz AT TIME ZONE 'Asia/Shanghai')::date - 20, ('${end}'::timestamptz AT TIME ZONE 'Asia/Shanghai')::date, interval '1 day') day,
    cameras WHERE worker_id LIKE 'worker-%';

-- The log: every so manyth entry is a manifest, the others are acts; then its tree, level by level (RFC 9162, section 2.1).
INSERT INTO log_entries (position, at, type, case_no, incident_id, action, who, body)
SELECT p, at, CASE WHEN manifest THEN 'manifest' ELSE 'audit' END, case_no, CASE WHEN manifest THEN incident_id END,
    CASE WHEN manifest THEN NULL ELSE 'VIEW' END, CASE WHEN manifest THEN NULL ELSE 'reviewer-' || p % 7 END,
    convert_to(CASE WHEN manifest
        THEN format('{"at":"%s","caseNo":"%s","incidentId":"%s","manifestSha256":"%s","type":"manifest"}', at_text, case_no, incident_id, manifest_sha256)
        ELSE format('{"action":"VIEW","address":"10.0.0.%s","at":"%s","caseNo":"%s","subject":"clip.mp4","type":"audit","who":"reviewer-%s"}',
            p % 200, at_text, case_no, p % 7) END, 'UTF8')
FROM (
    SELECT p, p % (${entries} / ${cases}) = 0 AS manifest, c.filed_at AS at, c.case_no, c.incident_id, c.manifest_sha256,
        to_char(c.filed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at_text
    FROM generate_series(0, ${entries} - 1) p JOIN cases c ON c.id = 1 + p / (${entries} / ${cases})) e
ORDER BY p;
INSERT INTO log_nodes SELECT 0, position, sha256('\x00'::bytea || body) FROM log_entries ORDER BY position;
DO $$
BEGIN
    FOR above IN 1..62 LOOP
        INSERT INTO log_nodes
        SELECT above, l.position / 2, sha256('\x01'::bytea || l.hash || r.hash)
        FROM log_nodes l JOIN log_nodes r ON r.level = above - 1 AND r.position = l.position + 1
        WHERE l.level = above - 1 AND l.position % 2 = 0 ORDER BY 2;
        EXIT WHEN NOT FOUND;
    END LOOP;
END $$;
