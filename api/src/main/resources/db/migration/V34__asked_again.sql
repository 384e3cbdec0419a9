-- A target may be asked once more what it has near a held case.

COMMENT ON COLUMN case_history.action IS 'FILED, CLEARED, SIGHTING_CLEARED, JUDGED, MOVED, SEEN_AGAIN, CALLED_BACK, CHECKED, REMINDED, HELD, ASKED_AGAIN, JOINED or PARTED.';
COMMENT ON TABLE nearby_answers IS 'What a target last answered when it was asked for its open cases near one that is to be pushed, and what a person decided; an answer that named cases stays where it did not answer when it was asked again.';
