import { createListParser } from './list-parser.ts'

/** Large chunks are parsed in parts, so that only few entries are in memory before they are checked. */
const PART_BYTES = 65_536

/**
 * Reads a response whose JSON holds an array under `key`, entry by entry. False when it is not such a list, or not the
 * whole of it: then the entries that were read prove nothing. Its bytes are counted after decompression.
 */
export async function readList(
  body: ReadableStream<Uint8Array>,
  { key, maxBytes }: { key: string; maxBytes: number },
  onEntry: (entry: unknown) => void,
): Promise<boolean> {
  const parser = createListParser(key)
  let size = 0
  // Leaving the loop cancels the stream.
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > maxBytes) return false
    for (let at = 0; at < chunk.byteLength; at += PART_BYTES) {
      const entries = parser.read(chunk.subarray(at, at + PART_BYTES))
      if (entries == null) return false
      entries.forEach(onEntry)
    }
  }
  return parser.isComplete()
}
