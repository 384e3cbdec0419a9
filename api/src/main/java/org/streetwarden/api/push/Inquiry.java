package org.streetwarden.api.push;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.adapters.Neighbour;
import org.streetwarden.api.push.Attempt.Outcome;
import org.streetwarden.api.push.NearbyLedger.Held;

/**
 * Finds out before a case is pushed whether its target has the thing already, and holds it for a person where it may. Thread-safe;
 * blocks.
 */
final class Inquiry {

    /** Questions in vain after which the target's setting decides; with the usual waits five minutes after the first. */
    static final int MOST_IN_VAIN = 3;

    private static final Set<Integer> NOT_NOW = Set.of(408, 425, 429);

    private final Question question;
    private final Outbox outbox;
    private final NearbyLedger ledger;
    private final boolean holds;

    /** @param holds whether a case without an answer waits for a person, else it is pushed */
    Inquiry(Question question, Outbox outbox, NearbyLedger ledger, boolean holds) {
        this.question = question;
        this.outbox = outbox;
        this.ledger = ledger;
        this.holds = holds;
    }

    /**
     * How it goes on.
     *
     * @param said of the question, for the log of tries; may be empty
     * @param stopped what came of the try where nothing is to be sent; null where it is
     */
    record Course(String said, Attempt stopped) {}

    /** Asks where that is needed; where nothing is to be sent, that is written down already. */
    Course before(Outbox.Claimed claimed, Instant now) {
        if (!claimed.op().equals("CREATE") || ledger.settled(claimed.id())) {
            return new Course("", null);
        }
        Optional<Question.Answer> answer = question.ask(claimed, now);
        if (answer.isEmpty()) {
            return new Course("Not asked first, because the case has no place. ", null);
        }
        return answer.get().problem().isEmpty() ? answered(claimed, answer.get()) : inVain(claimed, answer.get());
    }

    private Course answered(Outbox.Claimed claimed, Question.Answer answer) {
        List<Neighbour> near = ledger.strangers(claimed.targetId(), answer.near());
        if (near.isEmpty()) {
            ledger.remember(claimed.id(), answer.radiusM());
            return new Course("Asked first: it has no open case within %d m. ".formatted(answer.radiusM()), null);
        }
        String numbers = near.size() == 1 ? "an open case" : near.size() + " open cases";
        String said = "Held: it has %s within %d m.".formatted(numbers, answer.radiusM());
        return held(claimed, attempt(Outcome.HELD, answer, said), new Held(answer.radiusM(), near, null));
    }

    private Course inVain(Outbox.Claimed claimed, Question.Answer answer) {
        String said = "Asked first in vain: " + answer.problem() + ". ";
        if (claimed.tries() < MOST_IN_VAIN) {
            Attempt attempt = attempt(Outcome.FAILED, answer, said.strip());
            outbox.askAgain(claimed, attempt);
            return new Course("", attempt);
        }
        boolean named = ledger.named(claimed.id());
        if (!holds && !named) {
            return new Course(said, null);
        }
        String why = named ? "Held, as it named open cases before." : "Held, as its setting says.";
        Attempt attempt = attempt(Outcome.HELD, answer, said + why);
        return held(claimed, attempt, new Held(answer.radiusM(), List.of(), answer.problem()));
    }

    private Course held(Outbox.Claimed claimed, Attempt attempt, Held held) {
        outbox.hold(claimed, attempt, held);
        return new Course("", attempt);
    }

    private static Attempt attempt(Outcome outcome, Question.Answer answer, String said) {
        Reply reply = answer.reply();
        boolean unwell = reply.status() == 0 && !reply.failure().isEmpty();
        boolean unable = reply.status() / 100 == 5 || NOT_NOW.contains(reply.status());
        return new Attempt(outcome, reply.status(), said, null, null, reply.retryAfter(), unwell || unable);
    }
}
