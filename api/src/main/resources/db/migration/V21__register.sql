-- What flights saw on the ground: where each incident of one stands, and the register of dumping places.

CREATE TABLE ground_sights (
    incident_id     text PRIMARY KEY,
    case_id         bigint NOT NULL REFERENCES cases ON DELETE CASCADE,
    seen_at         timestamptz NOT NULL,
    longitude       double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
    latitude        double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    uncertainty_m   double precision NOT NULL CHECK (uncertainty_m >= 0),
    depression_deg  double precision NOT NULL,
    flight_id       text NOT NULL,
    aircraft        text NOT NULL,
    serial          text NOT NULL,
    footprint       jsonb NOT NULL,
    area_m2         double precision CHECK (area_m2 >= 0),
    area_unsure_m2  double precision CHECK (area_unsure_m2 >= 0),
    CHECK (num_nulls(area_m2, area_unsure_m2) IN (0, 2))
);
COMMENT ON TABLE ground_sights IS 'Where incidents of flights stand; the surest one of a case says best where its thing is. Only grows.';
COMMENT ON COLUMN ground_sights.incident_id IS 'The incident.';
COMMENT ON COLUMN ground_sights.case_id IS 'The case that it opened or joined.';
COMMENT ON COLUMN ground_sights.seen_at IS 'When it was raised, by the aircraft''s clock.';
COMMENT ON COLUMN ground_sights.longitude IS 'Of the thing, degrees, WGS-84.';
COMMENT ON COLUMN ground_sights.latitude IS 'Of the thing, degrees, WGS-84.';
COMMENT ON COLUMN ground_sights.uncertainty_m IS 'It stands within so many metres in at least 95 of 100 cases.';
COMMENT ON COLUMN ground_sights.depression_deg IS 'How far below the horizon it was seen.';
COMMENT ON COLUMN ground_sights.flight_id IS 'The flight.';
COMMENT ON COLUMN ground_sights.aircraft IS 'Model of the aircraft; empty where not known.';
COMMENT ON COLUMN ground_sights.serial IS 'Its serial, masked or empty.';
COMMENT ON COLUMN ground_sights.footprint IS 'Ground under the picture''s corners, [longitude, latitude] each, from the upper left, clockwise in the picture; empty where it shows the horizon.';
COMMENT ON COLUMN ground_sights.area_m2 IS 'How much ground the thing covers; null where not estimated.';
COMMENT ON COLUMN ground_sights.area_unsure_m2 IS 'One standard deviation of that.';
CREATE INDEX ground_sights_by_position ON ground_sights (latitude, longitude);
CREATE INDEX ground_sights_of_case ON ground_sights (case_id, uncertainty_m);
CREATE INDEX ground_sights_of_flight ON ground_sights (flight_id);

ALTER TABLE incidents
    ADD COLUMN longitude     double precision CHECK (longitude BETWEEN -180 AND 180),
    ADD COLUMN latitude      double precision CHECK (latitude BETWEEN -90 AND 90),
    ADD COLUMN uncertainty_m double precision CHECK (uncertainty_m >= 0),
    ADD CONSTRAINT placed_whole_or_not CHECK (num_nulls(longitude, latitude, uncertainty_m) IN (0, 3));
COMMENT ON COLUMN incidents.longitude IS 'Where a flight saw it, degrees, WGS-84; null for a camera.';
COMMENT ON COLUMN incidents.latitude IS 'Where a flight saw it, degrees, WGS-84; null for a camera.';
COMMENT ON COLUMN incidents.uncertainty_m IS 'It stands within so many metres in at least 95 of 100 cases; null for a camera.';
CREATE INDEX incidents_by_position ON incidents (latitude, longitude) WHERE latitude IS NOT NULL;

ALTER TABLE case_incidents DROP CONSTRAINT case_incidents_same_because_check,
    ADD CONSTRAINT case_incidents_same_because_check CHECK (same_because IN ('same-zone', 'nearby', 'same-ground'));
COMMENT ON COLUMN case_incidents.same_because IS 'Why a merged one is taken for the same thing: same zone of the same camera, a camera nearby, or the same place on the ground within its uncertainty.';
COMMENT ON COLUMN case_incidents.longitude IS 'Of that camera, or of the thing where a flight saw it, degrees, WGS-84; null where the directory has no usable position.';
COMMENT ON COLUMN case_incidents.latitude IS 'Of that camera or thing, degrees, WGS-84.';
COMMENT ON COLUMN case_places.longitude IS 'Of the camera, or of the thing where a flight saw it first, degrees, WGS-84; null where the directory has no usable position.';
COMMENT ON COLUMN case_places.latitude IS 'Of that camera or thing, degrees, WGS-84.';

CREATE TABLE flight_surveys (
    flight_id text PRIMARY KEY,
    job_id    text NOT NULL,
    worker_id text NOT NULL,
    outcome   text NOT NULL CHECK (outcome IN ('DONE', 'FAILED')),
    detail    text NOT NULL,
    track_key text NOT NULL,
    cover     jsonb NOT NULL,
    at        timestamptz NOT NULL,
    taken_at  timestamptz NOT NULL
);
COMMENT ON TABLE flight_surveys IS 'How the survey of each flight ended, as its report shows it. The first counts.';
COMMENT ON COLUMN flight_surveys.flight_id IS 'The flight.';
COMMENT ON COLUMN flight_surveys.job_id IS 'Of the job.';
COMMENT ON COLUMN flight_surveys.worker_id IS 'Who surveyed it.';
COMMENT ON COLUMN flight_surveys.outcome IS 'DONE or FAILED.';
COMMENT ON COLUMN flight_surveys.detail IS 'One sentence where something could not be used; else empty.';
COMMENT ON COLUMN flight_surveys.track_key IS 'Object key of a GeoJSON of track and footprints; empty where there is none.';
COMMENT ON COLUMN flight_surveys.cover IS 'The ground that was seen, in cells.';
COMMENT ON COLUMN flight_surveys.at IS 'When it ended, worker''s clock.';
COMMENT ON COLUMN flight_surveys.taken_at IS 'When this row was written, api''s clock.';
CREATE TRIGGER flight_surveys_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON flight_surveys
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE sites (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind      text NOT NULL,
    longitude double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
    latitude  double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    uncertainty_m double precision NOT NULL CHECK (uncertainty_m >= 0),
    opened_at timestamptz NOT NULL
);
COMMENT ON TABLE sites IS 'Places where something was dumped, as flights found them. A site stays known when it is empty.';
COMMENT ON COLUMN sites.id IS 'What it is called.';
COMMENT ON COLUMN sites.kind IS 'Kind of what lies there.';
COMMENT ON COLUMN sites.longitude IS 'Of its surest sight, degrees, WGS-84.';
COMMENT ON COLUMN sites.latitude IS 'Of its surest sight, degrees, WGS-84.';
COMMENT ON COLUMN sites.uncertainty_m IS 'Of its surest sight.';
COMMENT ON COLUMN sites.opened_at IS 'When a flight first saw it, by the aircraft''s clock.';
CREATE INDEX sites_by_position ON sites (latitude, longitude);

CREATE TABLE site_views (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site_id        bigint NOT NULL REFERENCES sites,
    flight_id      text NOT NULL,
    at             timestamptz NOT NULL,
    taken_at       timestamptz NOT NULL,
    change         text NOT NULL CHECK (change IN ('NEW', 'GROWN', 'SHRUNK', 'UNCHANGED', 'THERE', 'GONE')),
    incident_id    text,
    longitude      double precision,
    latitude       double precision,
    uncertainty_m  double precision,
    area_m2        double precision,
    area_unsure_m2 double precision,
    compared_with  bigint REFERENCES site_views,
    proposal       text NOT NULL CHECK (proposal IN ('NONE', 'CLOSE', 'REOPEN')),
    case_no        text,
    UNIQUE (site_id, flight_id),
    CHECK ((change = 'GONE') = (incident_id IS NULL)),
    CHECK (num_nulls(incident_id, longitude, latitude, uncertainty_m) IN (0, 4)),
    CHECK (num_nulls(area_m2, area_unsure_m2) IN (0, 2)),
    CHECK ((proposal = 'NONE') = (case_no IS NULL))
);
COMMENT ON TABLE site_views IS 'What each flight over a site saw there. A flight that did not cover the site leaves no view. Only grows.';
COMMENT ON COLUMN site_views.id IS 'Order of writing.';
COMMENT ON COLUMN site_views.site_id IS 'The site.';
COMMENT ON COLUMN site_views.flight_id IS 'The flight.';
COMMENT ON COLUMN site_views.at IS 'When it was seen last, by the aircraft''s clock; of an empty place when the survey ended.';
COMMENT ON COLUMN site_views.taken_at IS 'When this row was written, api''s clock.';
COMMENT ON COLUMN site_views.change IS 'Against the view before: NEW, GROWN, SHRUNK, UNCHANGED (within the error), THERE (no estimate) or GONE.';
COMMENT ON COLUMN site_views.incident_id IS 'What was filed for it; null where nothing lies there.';
COMMENT ON COLUMN site_views.longitude IS 'Of this sight, degrees, WGS-84.';
COMMENT ON COLUMN site_views.latitude IS 'Of this sight, degrees, WGS-84.';
COMMENT ON COLUMN site_views.uncertainty_m IS 'Of this sight.';
COMMENT ON COLUMN site_views.area_m2 IS 'Ground that it covers; null where not estimated.';
COMMENT ON COLUMN site_views.area_unsure_m2 IS 'One standard deviation of that.';
COMMENT ON COLUMN site_views.compared_with IS 'The view before; null for the first.';
COMMENT ON COLUMN site_views.proposal IS 'What follows for the case of this place: CLOSE, REOPEN or NONE. Nothing is done by it.';
COMMENT ON COLUMN site_views.case_no IS 'The case that the proposal is about.';
CREATE INDEX site_views_of_site ON site_views (site_id, at DESC);
CREATE INDEX site_views_of_flight ON site_views (flight_id);
CREATE INDEX site_views_of_incident ON site_views (incident_id);
CREATE TRIGGER site_views_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON site_views
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
