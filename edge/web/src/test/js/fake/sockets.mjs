// Just enough of RFC 6455 for a test's server: text frames, close, one socket at a time.

import { createHash } from 'node:crypto';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Answers the upgrade. @returns {{send(frame), close(code), onFrame, onClosed}} */
export function accept(request, socket) {
  const key = createHash('sha1').update(request.headers['sec-websocket-key'] + GUID).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`
    + `Sec-WebSocket-Accept: ${key}\r\nSec-WebSocket-Protocol: godwit.json.v1\r\n\r\n`);
  const wire = {
    onFrame: () => {},
    onClosed: () => {},
    send: (frame) => socket.writable && socket.write(framed(1, Buffer.from(JSON.stringify(frame)))),
    close(code) {
      const body = Buffer.alloc(2);
      body.writeUInt16BE(code);
      socket.end(framed(8, body));
    },
    cut: () => socket.destroy(),
  };
  let rest = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (let frame = unframed(rest); frame !== null; frame = unframed(rest)) {
      rest = rest.subarray(frame.length);
      if (frame.opcode === 1) {
        wire.onFrame(JSON.parse(frame.body.toString()));
      } else if (frame.opcode === 8) {
        socket.end(framed(8, frame.body));
      }
    }
  });
  socket.on('close', () => wire.onClosed());
  socket.on('error', () => {});
  return wire;
}

function framed(opcode, body) {
  if (body.length < 126) {
    return Buffer.concat([Buffer.from([0x80 | opcode, body.length]), body]);
  }
  const isLong = body.length > 0xffff;
  const head = Buffer.alloc(isLong ? 10 : 4);
  head[0] = 0x80 | opcode;
  head[1] = isLong ? 127 : 126;
  if (isLong) {
    head.writeBigUInt64BE(BigInt(body.length), 2);
  } else {
    head.writeUInt16BE(body.length, 2);
  }
  return Buffer.concat([head, body]);
}

function unframed(bytes) {
  if (bytes.length < 6) {
    return null;
  }
  const short = bytes[1] & 0x7f;
  const at = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < at + 4) {
    return null;
  }
  const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const length = at + 4 + size;
  if (bytes.length < length) {
    return null;
  }
  const mask = bytes.subarray(at, at + 4);
  const body = Buffer.from(bytes.subarray(at + 4, length).map((byte, i) => byte ^ mask[i % 4]));
  return { opcode: bytes[0] & 0x0f, body, length };
}
