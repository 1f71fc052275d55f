import { parseNotingAmounts } from './amount-as-written.ts'

export type ParsedJson = { ok: true; value: unknown } | { ok: false }

/** Reads bytes as JSON in UTF-8. */
export function parseJson(bytes: Uint8Array): ParsedJson {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { ok: true, value: parseNotingAmounts(text) }
  } catch {
    // Only the decoder and the parser throw here; their messages quote the response, which may be a page.
    return { ok: false }
  }
}
