package org.streetwarden.api.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.models.ModelRegistry;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;
import org.streetwarden.api.verdicts.LabelledBox;
import org.streetwarden.api.verdicts.StandingVerdicts;
import org.streetwarden.api.verdicts.StandingVerdicts.Standing;

/**
 * Judged cases become an archive: one picture per case, that of the raise. Thread-safe; blocks on database and store; holds
 * one picture and one page of verdicts in memory.
 */
public final class DatasetExport {

    private static final Logger LOG = LoggerFactory.getLogger(DatasetExport.class);
    private static final int MAX_CLASSES = 1000;
    private static final String MASKS_REST_ON =
            "what the judging model saw at its thresholds and what the reviewer drew; what both missed is visible";

    private final Database database;
    private final StandingVerdicts verdicts;
    private final CaseIndex index;
    private final EvidenceStore store;
    private final ModelRegistry models;
    private final Clock clock;

    public DatasetExport(Database database, CaseIndex index, EvidenceStore store, ModelRegistry models, Clock clock) {
        this.database = database;
        this.verdicts = new StandingVerdicts(database);
        this.index = index;
        this.store = store;
        this.models = models;
        this.clock = clock;
    }

    /**
     * What is to be written.
     *
     * @param id of the logged act
     * @param upTo newest verdict that counts
     * @param cases judged cases that the filter lets through
     * @param classes in the order of their indices
     */
    public record Plan(long id, Instant at, Order order, long upTo, int cases, List<String> classes) {
        public Plan {
            classes = List.copyOf(classes);
        }
    }

    /**
     * Logs that somebody asks, and looks which classes there will be.
     *
     * @throws Refusal where there are more than {@value #MAX_CLASSES}
     */
    public Plan plan(Order order) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long id = log(order, now);
        long upTo = verdicts.newest();
        SortedSet<String> classes = new TreeSet<>();
        int cases = 0;
        List<Standing> page = verdicts.page(order.filter(), upTo, 0);
        while (!page.isEmpty()) {
            page.forEach(standing -> classes.addAll(classesOf(standing, order.masked())));
            if (classes.size() > MAX_CLASSES) {
                throw new Refusal(
                        Refusal.Cause.UNUSABLE,
                        List.of("classes: expected at most %d, found more".formatted(MAX_CLASSES)));
            }
            cases += page.size();
            page = verdicts.page(order.filter(), upTo, page.getLast().caseId());
        }
        return new Plan(id, now, order, upTo, cases, List.copyOf(classes));
    }

    private long log(Order order, Instant now) {
        if (!order.masked()) {
            LOG.warn("{} asks for a dataset without masks: {}", order.who(), order.why());
        }
        String what = "export " + order.format().id() + (order.masked() ? ", masked" : ", without masks");
        return database.write(handle -> {
            EvidenceLog.addAct(handle, new Act(now, "DATASET", order.who(), "", null, what));
            return insert(handle, order, now);
        });
    }

    private static long insert(Handle handle, Order order, Instant now) {
        return handle.createQuery("""
                        INSERT INTO dataset_exports (at, who, masked, why, parameters)
                        VALUES (:at, :who, :masked, :why, :parameters) RETURNING id""")
                .bind("at", now)
                .bind("who", order.who())
                .bind("masked", order.masked())
                .bind("why", order.why())
                .bind("parameters", order.parameters().toString())
                .mapTo(Long.class)
                .one();
    }

    private static List<String> classesOf(Standing standing, boolean masked) {
        try {
            Lesson lesson = Lesson.of(standing);
            return (masked ? lesson.withoutPersons() : lesson)
                    .labels().stream().map(LabelledBox::label).toList();
        } catch (LeftOut none) {
            return List.of();
        }
    }

    /**
     * Writes the archive. Where this fails, what was written is no archive.
     *
     * @param out stays the caller's to close
     */
    public void write(Plan plan, OutputStream out) throws IOException {
        Order order = plan.order();
        Darkroom darkroom = new Darkroom(index, new EvidenceReader(index, store), models, order.masked());
        try (Archive archive = new Archive(out);
                Labels labels = order.format().labels(archive, plan.classes());
                Provenance provenance = new Provenance()) {
            SampleWriter writer = new SampleWriter(archive, labels, provenance, plan.classes(), order.shares());
            List<Standing> page = verdicts.page(order.filter(), plan.upTo(), 0);
            while (!page.isEmpty()) {
                for (Standing standing : page) {
                    write(standing, darkroom, writer, provenance);
                }
                page = verdicts.page(order.filter(), plan.upTo(), page.getLast().caseId());
            }
            labels.finish();
            provenance.writeTo(archive, facts(plan));
            archive.finish();
        }
    }

    private static void write(Standing standing, Darkroom darkroom, SampleWriter writer, Provenance provenance)
            throws IOException {
        Exhibit exhibit;
        try {
            exhibit = darkroom.develop(standing);
        } catch (LeftOut why) {
            provenance.leaveOut(standing.verdict().caseNo(), why);
            return;
        }
        writer.write(exhibit, standing.verdict());
    }

    private static ObjectNode facts(Plan plan) {
        ObjectNode facts = plan.order().parameters();
        facts.put("id", plan.id())
                .put("at", plan.at().toString())
                .put("who", plan.order().who())
                .put("why", plan.order().why())
                .put("upToVerdict", plan.upTo())
                .put("tool", "streetwarden api " + version())
                .put("masksRestOn", plan.order().masked() ? MASKS_REST_ON : null)
                .put("splitBy", "camera.id, SHA-256, seed \"streetwarden split 1\"");
        plan.classes().forEach(facts.putArray("classes")::add);
        return facts;
    }

    private static String version() {
        return Optional.ofNullable(DatasetExport.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
