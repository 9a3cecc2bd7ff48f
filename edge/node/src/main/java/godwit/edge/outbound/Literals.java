package godwit.edge.outbound;

/**
 * The two words of JSON that frames need.
 */
final class Literals {
    static final byte[] TRUE = FrameSink.ascii("true");
    static final byte[] FALSE = FrameSink.ascii("false");

    private Literals() {
    }
}
