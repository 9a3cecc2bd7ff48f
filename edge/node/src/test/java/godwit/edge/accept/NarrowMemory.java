package godwit.edge.accept;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

/**
 * Fails as the JVM does when there is no direct memory for a buffer.
 */
final class NarrowMemory extends AbstractByteBufAllocator {
    /** Of one buffer; a longer one fails. */
    int bytesMax = Integer.MAX_VALUE;

    NarrowMemory() {
        super(true);
    }

    @Override
    protected ByteBuf newHeapBuffer(final int capacity, final int capacityMax) {
        return UnpooledByteBufAllocator.DEFAULT.heapBuffer(capacity, capacityMax);
    }

    @Override
    protected ByteBuf newDirectBuffer(final int capacity, final int capacityMax) {
        if (capacity > bytesMax) {
            throw new OutOfMemoryError("Cannot reserve " + capacity + " bytes of direct buffer memory: on purpose");
        }
        return UnpooledByteBufAllocator.DEFAULT.directBuffer(capacity, capacityMax);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return false;
    }
}
