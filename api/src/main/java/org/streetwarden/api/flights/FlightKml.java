package org.streetwarden.api.flights;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.streetwarden.directory.LonLat;

/** A flight's report as KML 2.2 (OGC 07-147r2), which map programs open: folders of tracks, ground seen and findings. */
public final class FlightKml {

    private final XMLStreamWriter xml;

    private FlightKml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** @return the file, UTF-8 */
    public static byte[] of(FlightReport report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
            new FlightKml(xml).write(report);
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("memory takes all", impossible);
        }
        return out.toByteArray();
    }

    private void write(FlightReport report) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("kml");
        xml.writeDefaultNamespace("http://www.opengis.net/kml/2.2");
        xml.writeStartElement("Document");
        text("name", report.detail().flight().name());
        folder("航迹 Track");
        for (List<LonLat> track : report.tracks()) {
            place("航迹 Track", "");
            geometry("LineString", track);
            xml.writeEndElement();
        }
        xml.writeEndElement();
        folder("已看到的地面 Ground seen");
        for (List<LonLat> ring : report.seen()) {
            place("", "");
            polygon(ring);
            xml.writeEndElement();
        }
        xml.writeEndElement();
        folder("发现 Findings");
        for (FlightFinding finding : report.findings()) {
            finding(finding);
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    /** Point and footprint together. */
    private void finding(FlightFinding finding) throws XMLStreamException {
        place(
                finding.caseNo(),
                "%s, %s, ± %.1f m, %s"
                        .formatted(
                                finding.kind(),
                                finding.status(),
                                finding.ground().uncertaintyM(),
                                finding.seenAt()));
        xml.writeStartElement("MultiGeometry");
        geometry("Point", List.of(finding.ground().place()));
        if (!finding.ground().footprint().isEmpty()) {
            polygon(finding.ground().footprint());
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void folder(String name) throws XMLStreamException {
        xml.writeStartElement("Folder");
        text("name", name);
    }

    private void place(String name, String description) throws XMLStreamException {
        xml.writeStartElement("Placemark");
        if (!name.isEmpty()) {
            text("name", name);
        }
        if (!description.isEmpty()) {
            text("description", description);
        }
    }

    private void polygon(List<LonLat> ring) throws XMLStreamException {
        List<LonLat> closed = ring.getFirst().equals(ring.getLast())
                ? ring
                : Stream.concat(ring.stream(), ring.stream().limit(1)).toList();
        xml.writeStartElement("Polygon");
        xml.writeStartElement("outerBoundaryIs");
        geometry("LinearRing", closed);
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void geometry(String type, List<LonLat> places) throws XMLStreamException {
        xml.writeStartElement(type);
        text(
                "coordinates",
                places.stream()
                        .map(place -> String.format(Locale.ROOT, "%.7f,%.7f", place.longitude(), place.latitude()))
                        .collect(Collectors.joining(" ")));
        xml.writeEndElement();
    }

    /** What XML 1.0 has no character for is left out. */
    private void text(String element, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeCharacters(
                text.replaceAll("[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD"));
        xml.writeEndElement();
    }
}
