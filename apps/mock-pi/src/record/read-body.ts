import type { IncomingHttpHeaders } from 'node:http'
import zlib from 'node:zlib'
import { BodyRefusal, parseForm } from '@aloha-pi/express-server'

/** Bytes of a body that are kept to be compared, also after decompression. A larger one is only passed on. */
const MAX_COMPARED_BYTES = 2 ** 20

/** A body as it can be compared. */
export type ReadBody =
  | { kind: 'json' | 'form'; value: unknown }
  | {
      kind:
        | 'empty'
        | 'HTML'
        | 'text'
        | 'broken JSON'
        | 'broken form'
        | 'multipart form'
        | 'event stream'
        | 'body that cannot be decompressed'
        | 'body in an unknown encoding'
        | 'body over 1 MiB'
        | 'body that was not received whole'
    }

/** The start of a body, taken while it is passed on. */
export type KeptBytes = { add(chunk: Uint8Array): void; read(): Buffer | undefined }

/** Keeps what is added, until it is too much. */
export function keepBytes(max = MAX_COMPARED_BYTES): KeptBytes {
  let chunks: Uint8Array[] = []
  let bytes = 0
  return {
    add(chunk) {
      bytes += chunk.byteLength
      if (bytes > max) chunks = []
      else chunks.push(chunk)
    },
    /** Undefined when it was too much. */
    read: () => (bytes > max ? undefined : Buffer.concat(chunks)),
  }
}

/** Reads a body by its headers; never throws. */
export function readBody(bytes: Buffer | undefined, headers: IncomingHttpHeaders): ReadBody {
  const type = mediaTypeOf(headers)
  if (type === 'text/event-stream') return { kind: 'event stream' }
  if (bytes == null) return { kind: 'body over 1 MiB' }
  if (bytes.length === 0) return { kind: 'empty' }
  const plain = decompress(bytes, headers['content-encoding'])
  if (!plain.ok) return { kind: plain.kind }
  if (type === 'multipart/form-data') return { kind: 'multipart form' }
  return readText(plain.bytes.toString('utf8'), type)
}

/** Without its parameters, in small letters; empty where there is none. */
export function mediaTypeOf(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

function readText(text: string, type: string): ReadBody {
  if (type === 'application/x-www-form-urlencoded') return readForm(text)
  if (/\bjson$/.test(type) || /^\s*[[{]/.test(text)) return readJson(text)
  return { kind: /html/.test(type) || /^\s*<(!doctype html|html)/i.test(text) ? 'HTML' : 'text' }
}

function readJson(text: string): ReadBody {
  try {
    return { kind: 'json', value: JSON.parse(text) }
  } catch {
    return { kind: 'broken JSON' }
  }
}

function readForm(text: string): ReadBody {
  try {
    return { kind: 'form', value: parseForm(text) }
  } catch (error) {
    if (!(error instanceof BodyRefusal)) throw error
    return { kind: 'broken form' }
  }
}

type Decompressed =
  | { ok: true; bytes: Buffer }
  | {
      ok: false
      kind: 'body that cannot be decompressed' | 'body in an unknown encoding' | 'body over 1 MiB'
    }

const limit = { maxOutputLength: MAX_COMPARED_BYTES }
const decoders: Record<string, ((bytes: Buffer) => Buffer) | undefined> = {
  gzip: (bytes) => zlib.gunzipSync(bytes, limit),
  'x-gzip': (bytes) => zlib.gunzipSync(bytes, limit),
  deflate: (bytes) => zlib.inflateSync(bytes, limit),
  br: (bytes) => zlib.brotliDecompressSync(bytes, limit),
  // Node has it since 22.15.
  zstd: 'zstdDecompressSync' in zlib ? (bytes) => zlib.zstdDecompressSync(bytes, limit) : undefined,
}

/** The encodings were applied in the order of the header. */
function decompress(bytes: Buffer, encoding = ''): Decompressed {
  const names = encoding.split(',').map((name) => name.trim().toLowerCase())
  let plain = bytes
  for (const name of names.toReversed()) {
    if (name === '' || name === 'identity') continue
    const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined
    if (decode == null) return { ok: false, kind: 'body in an unknown encoding' }
    try {
      plain = decode(plain)
    } catch (error) {
      const isLarge = error instanceof RangeError
      return { ok: false, kind: isLarge ? 'body over 1 MiB' : 'body that cannot be decompressed' }
    }
  }
  return { ok: true, bytes: plain }
}
