package org.streetwarden.api.dataset;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * CVAT for images 1.1: pictures in {@code images/SPLIT/}, everything else in {@code annotations.xml}; boxes are corners in
 * pixels. What is masked in part counts as occluded. Source: docs.cvat.ai, "XML annotation format", version 1.1.
 */
final class CvatLabels implements Labels {

    private static final XMLOutputFactory XML = XMLOutputFactory.newFactory();

    private final Archive archive;
    private final List<String> classes;
    private final Spool images = new Spool();
    private int count;

    CvatLabels(Archive archive, List<String> classes) throws IOException {
        this.archive = archive;
        this.classes = List.copyOf(classes);
    }

    private interface Elements {
        void writeTo(XMLStreamWriter xml) throws XMLStreamException;
    }

    @Override
    public String path(Split split, String fileName) {
        return "images/" + split.id() + "/" + fileName;
    }

    @Override
    public void add(Sample sample) throws IOException {
        int id = count++;
        images.write(text(xml -> {
            xml.writeStartElement("image");
            xml.writeAttribute("id", Integer.toString(id));
            xml.writeAttribute("name", sample.path().substring("images/".length()));
            xml.writeAttribute("width", Integer.toString(sample.width()));
            xml.writeAttribute("height", Integer.toString(sample.height()));
            for (Sample.Label each : sample.labels()) {
                box(xml, sample, each);
            }
            xml.writeEndElement();
        }));
        images.write("\n");
    }

    private static void box(XMLStreamWriter xml, Sample sample, Sample.Label label) throws XMLStreamException {
        xml.writeStartElement("box");
        xml.writeAttribute("label", safe(label.label()));
        xml.writeAttribute("source", "manual");
        xml.writeAttribute("occluded", label.maskedShare() > 0 ? "1" : "0");
        xml.writeAttribute("xtl", pixels(label.box().left(), sample.width()));
        xml.writeAttribute("ytl", pixels(label.box().top(), sample.height()));
        xml.writeAttribute("xbr", pixels(label.box().right(), sample.width()));
        xml.writeAttribute("ybr", pixels(label.box().bottom(), sample.height()));
        xml.writeAttribute("z_order", "0");
        xml.writeEndElement();
    }

    private static String pixels(double fraction, int size) {
        return String.format(Locale.ROOT, "%.2f", fraction * size);
    }

    /** XML 1.0 can carry neither most control characters nor half of a pair. */
    private static String safe(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "\uFFFD");
    }

    private static String text(Elements elements) throws IOException {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XML.createXMLStreamWriter(text);
            elements.writeTo(xml);
            xml.close();
        } catch (XMLStreamException failure) {
            throw new IOException("XML could not be written", failure);
        }
        return text.toString();
    }

    @Override
    public void finish() throws IOException {
        archive.begin("annotations.xml");
        archive.write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations>\n<version>1.1</version>\n");
        archive.write(text(this::meta));
        archive.write("\n");
        archive.write(images);
        archive.write("</annotations>\n");
        archive.end();
    }

    private void meta(XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("meta");
        xml.writeStartElement("task");
        element(xml, "name", "streetwarden");
        element(xml, "size", Integer.toString(count));
        element(xml, "mode", "annotation");
        xml.writeStartElement("labels");
        for (String name : classes) {
            xml.writeStartElement("label");
            element(xml, "name", safe(name));
            xml.writeEmptyElement("attributes");
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    @Override
    public void close() throws IOException {
        images.close();
    }
}
