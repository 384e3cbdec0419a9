ALTER TABLE cases
    ADD COLUMN basis            text NOT NULL DEFAULT 'detector',
    ADD COLUMN verifier_verdict text,
    ADD COLUMN verifier_name    text,
    ADD COLUMN verifier_version text,
    ADD COLUMN verifier_sha256  text,
    ADD COLUMN verifier_score   double precision CHECK (verifier_score BETWEEN 0 AND 1),
    ADD COLUMN verifier_detail  text,
    ADD CONSTRAINT verifier_whole CHECK (
        num_nulls(verifier_verdict, verifier_name, verifier_version, verifier_sha256, verifier_score, verifier_detail)
            IN (0, 6));
COMMENT ON COLUMN cases.experimental IS 'Whether the label''s class, or all that the case rests on, has no real evidence behind it.';
COMMENT ON COLUMN cases.basis IS 'Which evidence says that the thing is there: detector, static-object or both.';
COMMENT ON COLUMN cases.verifier_verdict IS 'What the verifier said at the raise: real, not-asked or failed; null where none was configured.';
COMMENT ON COLUMN cases.verifier_name IS 'Verifier package.';
COMMENT ON COLUMN cases.verifier_version IS 'Its version.';
COMMENT ON COLUMN cases.verifier_sha256 IS 'Its digest.';
COMMENT ON COLUMN cases.verifier_score IS 'How likely the thing is what it is called, 0 to 1; 0 where it was not judged.';
COMMENT ON COLUMN cases.verifier_detail IS 'One sentence where it was not judged, else empty.';
