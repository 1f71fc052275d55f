/**
 * Reads a body to its end; undefined, with the stream cancelled, when it is larger than `max` bytes.
 * With getReader: not every browser can iterate over a stream.
 */
export async function readBytes(
  body: ReadableStream<Uint8Array> | null,
  max: number,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  if (body == null) return join(chunks, 0)
  const reader = body.getReader()
  let size = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length
    if (size > max || signal.aborted) {
      // No one waits for the rest: whether its stream closes cleanly changes nothing.
      reader.cancel().catch(() => {})
      signal.throwIfAborted()
      return undefined
    }
    chunks.push(next.value)
  }
  return join(chunks, size)
}

function join(chunks: Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
