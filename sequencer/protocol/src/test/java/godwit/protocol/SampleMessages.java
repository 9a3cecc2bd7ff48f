package godwit.protocol;

import godwit.protocol.codecs.MessageHeaderEncoder;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * One message of each template of the schema with a value of its own in every field, written and read by the generated
 * codecs in the schema's order.
 */
final class SampleMessages {
    private static final String CODECS = "godwit.protocol.codecs.";

    private final int version;
    private int next;

    /** Of the present version. */
    SampleMessages() {
        this(MessageHeaderEncoder.SCHEMA_VERSION);
    }

    /** As that version wrote them; what came later is passed over when they are read. */
    SampleMessages(final int version) {
        this.version = version;
    }

    /** The schema's messages. */
    static List<Element> messages() throws Exception {
        final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try (InputStream schema = SampleMessages.class.getResourceAsStream("godwit-shard.xml")) {
            return children(factory.newDocumentBuilder().parse(schema).getDocumentElement()).stream()
                .filter(element -> "message".equals(element.getLocalName())).toList();
        }
    }

    /** The bytes of a message, its header first. */
    byte[] encode(final Element message) throws Exception {
        next = Integer.parseInt(message.getAttribute("id"));
        final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[4096]);
        final Object encoder = create(message.getAttribute("name") + "Encoder");
        final Object header = create("MessageHeaderEncoder");
        method(encoder, "wrapAndApplyHeader", 3).invoke(encoder, buffer, 0, header);
        write(encoder, message);
        final byte[] bytes = new byte[(int) method(encoder, "limit", 0).invoke(encoder)];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private void write(final Object encoder, final Element parent) throws Exception {
        for (final Element part : children(parent)) {
            final String name = part.getAttribute("name");
            next++;
            switch (part.getLocalName()) {
                case "field" -> {
                    final Method setter = method(encoder, name, 1);
                    setter.invoke(encoder, value(setter.getParameterTypes()[0]));
                }
                case "group" -> {
                    final Object group = method(encoder, name + "Count", 1).invoke(encoder, 2);
                    for (int i = 0; i < 2; i++) {
                        method(group, "next", 0).invoke(group);
                        write(group, part);
                    }
                }
                default -> {
                    final byte[] text = text(name);
                    method(encoder, "put" + capital(name), byte[].class).invoke(encoder, text, 0, text.length);
                }
            }
        }
    }

    /** Reads a message back; answers what is not as {@link #encode} wrote it. */
    List<String> differences(final Element message, final byte[] bytes) throws Exception {
        next = Integer.parseInt(message.getAttribute("id"));
        final Object decoder = create(message.getAttribute("name") + "Decoder");
        final Object header = create("MessageHeaderDecoder");
        method(decoder, "wrapAndApplyHeader", 3).invoke(decoder, new UnsafeBuffer(bytes), 0, header);
        final List<String> differences = new ArrayList<>();
        read(decoder, message, differences);
        return differences;
    }

    private void read(final Object decoder, final Element parent, final List<String> differences) throws Exception {
        for (final Element part : children(parent)) {
            final String name = part.getAttribute("name");
            if (sinceVersion(part) > version) {
                continue;
            }
            next++;
            switch (part.getLocalName()) {
                case "field" -> {
                    final Method getter = method(decoder, name, 0);
                    differ(name, value(getter.getReturnType()), getter.invoke(decoder), differences);
                }
                case "group" -> {
                    final Iterator<?> group = (Iterator<?>) method(decoder, name, 0).invoke(decoder);
                    while (group.hasNext()) {
                        read(group.next(), part, differences);
                    }
                }
                default -> {
                    final byte[] text = new byte[(int) method(decoder, name + "Length", 0).invoke(decoder)];
                    method(decoder, "get" + capital(name), byte[].class).invoke(decoder, text, 0, text.length);
                    differ(name, new String(text(name), StandardCharsets.UTF_8),
                        new String(text, StandardCharsets.UTF_8), differences);
                }
            }
        }
    }

    /** The version that an element of the schema came with. */
    static int sinceVersion(final Element element) {
        final String version = element.getAttribute("sinceVersion");
        return version.isEmpty() ? 0 : Integer.parseInt(version);
    }

    private static void differ(
        final String name, final Object expected, final Object actual, final List<String> differences) {
        if (!expected.equals(actual)) {
            differences.add(name + "=" + actual + " expected " + expected);
        }
    }

    private Object value(final Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type == long.class) {
            return 0x0102030400000000L + next;
        }
        return type == int.class ? (Object) (0x0102 + next) : (Object) (short) (next % 100);
    }

    private byte[] text(final String name) {
        return (name + "\u00fc" + next).getBytes(StandardCharsets.UTF_8);
    }

    private static List<Element> children(final Element parent) {
        final List<Element> elements = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static Object create(final String codec) throws Exception {
        return Class.forName(CODECS + codec).getDeclaredConstructor().newInstance();
    }

    private static Method method(final Object target, final String name, final int parameters) {
        for (final Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == parameters && !method.isBridge()) {
                return method;
            }
        }
        throw new AssertionError(target.getClass() + " has no " + name + " with " + parameters + " parameters");
    }

    private static Method method(final Object target, final String name, final Class<?> first) throws Exception {
        return target.getClass().getMethod(name, first, int.class, int.class);
    }

    private static String capital(final String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
