package godwit.perf.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Opens the clients' WebSockets, and opens them again with jitter when they are lost. */
final class Connector {
    private static final String SUBPROTOCOL = "godwit.json.v1";
    private static final int FRAME_BYTES_MAX = 256 * 1024;
    private static final int RECONNECT_JITTER_MS = 500;

    private final EventLoop loop;
    private final URI uri;
    private boolean closed;

    Connector(final EventLoop loop, final URI uri) {
        this.loop = loop;
        this.uri = uri;
    }

    /** What the loop that connects must be made of. */
    static IoHandlerFactory ioHandlers() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /** Stops opening; what is open stays. */
    void close() {
        closed = true;
    }

    void connect(final LoadClient client) {
        new Bootstrap()
            .group(loop)
            .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(new ChannelInitializer<SocketChannel>() {
                @Override
                protected void initChannel(final SocketChannel channel) {
                    channel.pipeline().addLast(
                        new HttpClientCodec(),
                        new HttpObjectAggregator(65536),
                        new WebSocketClientProtocolHandler(WebSocketClientHandshakerFactory.newHandshaker(
                            uri, WebSocketVersion.V13, SUBPROTOCOL, false, new DefaultHttpHeaders(),
                            FRAME_BYTES_MAX), false),
                        new ClientHandler(client));
                }
            })
            .connect(uri.getHost(), uri.getPort())
            .addListener(connect -> {
                if (!connect.isSuccess()) {
                    client.onClosed(null, "connect failed: " + Connector.reason(connect.cause()));
                    reconnect(client);
                }
            });
    }

    private void reconnect(final LoadClient client) {
        if (!closed && client.stays()) {
            loop.schedule(() -> connectIfItStays(client), ThreadLocalRandom.current().nextInt(RECONNECT_JITTER_MS),
                TimeUnit.MILLISECONDS);
        }
    }

    /** It may have been told to go meanwhile. */
    private void connectIfItStays(final LoadClient client) {
        if (!closed && client.stays() && !client.hasChannel()) {
            connect(client);
        }
    }

    /** Without the address, which would make as many reasons as there are sockets. */
    private static String reason(final Throwable cause) {
        final String text = String.valueOf(cause.getMessage());
        final int address = text.indexOf(": /");
        return address < 0 ? text : text.substring(0, address);
    }

    private final class ClientHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final LoadClient client;
        private String why = "closed without a close frame";

        ClientHandler(final LoadClient client) {
            this.client = client;
        }

        @Override
        public void userEventTriggered(final ChannelHandlerContext ctx, final Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                client.onOpen(ctx.channel());
            }
        }

        @Override
        protected void channelRead0(final ChannelHandlerContext ctx, final WebSocketFrame message) {
            if (message instanceof TextWebSocketFrame text) {
                client.onFrame(text.content());
            } else if (message instanceof CloseWebSocketFrame close) {
                why = "closed by the server with " + close.statusCode();
            }
        }

        @Override
        public void channelInactive(final ChannelHandlerContext ctx) {
            if (!closed) {
                client.onClosed(ctx.channel(), why);
                reconnect(client);
            }
        }

        @Override
        public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
            why = cause.toString();
            ctx.close();
        }
    }
}
