/** The beginning of a body, as it passed. */
export type KeptBody = {
  chunks: (Buffer | string)[]
  /** How many bytes passed in all. */
  bytes: number
  isCut: boolean
}

/** Bytes of a body that the journal keeps; bodies of transactions fit. */
const MAX_KEPT_BODY = 65_536

/** Adds what passed to a body; without one yet, begins it. */
export function keepChunk(body: KeptBody | null, chunk: Uint8Array | string): KeptBody {
  const kept = body ?? { chunks: [], bytes: 0, isCut: false }
  const size = Buffer.byteLength(chunk)
  const room = MAX_KEPT_BODY - kept.bytes
  kept.bytes += size
  if (size <= room) {
    // A chunk of a request is a part of the buffer of its socket, which would stay with it.
    kept.chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk))
  } else {
    if (room > 0) kept.chunks.push(Buffer.from(Buffer.from(chunk).subarray(0, room)))
    kept.isCut = true
  }
  return kept
}

export function bytesOf({ chunks }: KeptBody): Buffer {
  return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)))
}

/** How many of its bytes are kept. */
export function keptSizeOf(body: KeptBody | null): number {
  return body == null ? 0 : Math.min(body.bytes, MAX_KEPT_BODY)
}

/** Writes what is kept of a body to a place with room for it. */
export function writeBody(body: KeptBody | null, into: Buffer, start: number) {
  if (body == null) return
  let place = start
  for (const chunk of body.chunks) {
    place += typeof chunk === 'string' ? into.write(chunk, place) : chunk.copy(into, place)
  }
}
