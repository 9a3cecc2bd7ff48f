package godwit.edge.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The edge's pipeline up to the socket's handler, on a port of its own, and a client that sends bytes as they are.
 */
final class HttpServer implements AutoCloseable {
    private static final int READ_TIMEOUT_MS = 10_000;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel channel;

    HttpServer(final HttpRoutes routes, final long requestMs) {
        channel = new ServerBootstrap().group(group).channel(NioServerSocketChannel.class)
            .childHandler(new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(final Channel child) {
                    init(child.pipeline(), routes, requestMs);
                }
            })
            .bind(InetAddress.getLoopbackAddress(), 0).syncUninterruptibly().channel();
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Sends text with {@code |} for CR LF and PORT for the port; gives all that comes until the server closes. */
    String exchange(final String request) throws IOException {
        final String bytes = request.replace("|", "\r\n").replace("PORT", Integer.toString(port()));
        return exchange(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    String exchange(final byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(READ_TIMEOUT_MS);
            try {
                socket.getOutputStream().write(request);
                final ByteArrayOutputStream answer = new ByteArrayOutputStream();
                socket.getInputStream().transferTo(answer);
                return answer.toString(StandardCharsets.ISO_8859_1);
            } catch (final java.net.SocketException e) {
                return "reset";
            }
        }
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static void init(final ChannelPipeline pipeline, final HttpRoutes routes, final long requestMs) {
        pipeline.addLast(new StrictRequestDecoder());
        pipeline.addLast(new HttpResponseEncoder());
        pipeline.addLast(new RequestDeadline(requestMs, requestMs));
        pipeline.addLast(new RequestGuard(OriginPolicy.loopback()));
        pipeline.addLast(new HttpObjectAggregator(HttpLimits.BODY_BYTES_MAX));
        pipeline.addLast(routes);
        pipeline.addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(final ChannelHandlerContext context, final Object message) {
                ((FullHttpRequest) message).release();
                context.writeAndFlush(Answers.text(HttpResponseStatus.OK, "a socket wants to be"))
                    .addListener(done -> context.close());
            }

            @Override
            public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
                context.close();
            }
        });
    }
}
