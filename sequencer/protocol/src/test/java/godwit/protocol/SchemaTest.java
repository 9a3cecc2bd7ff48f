package godwit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Holds the schema to its own rules of numbering, which the generator does not check. */
final class SchemaTest {
    private static final String SBE = "http://fixprotocol.io/2016/sbe";
    private static final List<Element> MESSAGES = new ArrayList<>();

    @BeforeAll
    static void readSchema() throws Exception {
        final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try (InputStream schema = SchemaTest.class.getResourceAsStream("godwit-shard.xml")) {
            final Document document = factory.newDocumentBuilder().parse(schema);
            MESSAGES.addAll(elements(document.getElementsByTagNameNS(SBE, "message")));
        }
        assertThat(MESSAGES).hasSizeGreaterThan(30);
    }

    @Test
    void shouldGiveEachMessageATemplateIdOfItsOwn() {
        final Set<Integer> seen = new HashSet<>();
        for (final Element message : MESSAGES) {
            assertThat(seen.add(id(message))).as("template id %d of %s is taken", id(message), name(message)).isTrue();
        }
    }

    @Test
    void shouldNumberByDirection() {
        for (final Element message : MESSAGES) {
            final boolean isJournal = name(message).startsWith("Journal") && !"JournalAdvance".equals(name(message));
            assertThat(id(message)).as(name(message)).isBetween(isJournal ? 128 : 1, isJournal ? 191 : 127);
        }
    }

    @Test
    void shouldGiveEachFieldOfAMessageAnIdOfItsOwn() {
        for (final Element message : MESSAGES) {
            final Set<Integer> seen = new HashSet<>();
            for (final Element part : elements(message.getElementsByTagName("*"))) {
                assertThat(seen.add(id(part))).as("%s.%s", name(message), name(part)).isTrue();
            }
        }
    }

    @Test
    void shouldAddressEveryDeliveryToAnEdge() {
        for (final Element message : MESSAGES) {
            if (id(message) > 64 && id(message) < 128) {
                assertThat(name((Element) message.getElementsByTagName("field").item(0))).as(name(message))
                    .isEqualTo("edgeId");
            }
        }
    }

    @Test
    void shouldBeginEveryJournalRecordWithItsOutputSequence() {
        for (final Element message : MESSAGES) {
            if (id(message) >= 128) {
                final NodeList fields = message.getElementsByTagName("field");
                assertThat(name((Element) fields.item(0))).as(name(message)).isEqualTo("outputSequence");
                assertThat(name((Element) fields.item(1))).as(name(message)).isEqualTo("writeTimeUs");
            }
        }
    }

    @Test
    void shouldLetBlocksGrowAtTheirEndsOnly() {
        for (final Element message : MESSAGES) {
            for (final Element block : blocks(message)) {
                int newest = 0;
                for (final Element field : children(block, "field")) {
                    assertThat(SampleMessages.sinceVersion(field)).as("%s.%s", name(message), name(field))
                        .isGreaterThanOrEqualTo(newest);
                    newest = SampleMessages.sinceVersion(field);
                }
            }
        }
    }

    private static List<Element> blocks(final Element message) {
        final List<Element> blocks = children(message, "group");
        blocks.add(message);
        return blocks;
    }

    private static List<Element> children(final Element parent, final String kind) {
        final List<Element> children = elements(parent.getElementsByTagName(kind));
        children.removeIf(child -> child.getParentNode() != parent);
        return children;
    }

    private static List<Element> elements(final NodeList nodes) {
        final List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static int id(final Element element) {
        return Integer.parseInt(element.getAttribute("id"));
    }

    private static String name(final Element element) {
        return element.getAttribute("name");
    }
}
