import { isUtf8 } from 'node:buffer'
import type { Memo } from '../ledger/envelope.ts'

/** A memo as Horizon shows it: text as far as it is UTF-8, with its bytes beside it, hashes in Base64. */
export function memoToWire(memo: Memo) {
  switch (memo.type) {
    case 'none':
      return { memo_type: 'none' }
    case 'text':
      return {
        memo_type: 'text',
        memo: readText(memo.value),
        memo_bytes: memo.value.toString('base64'),
      }
    case 'id':
      return { memo_type: 'id', memo: String(memo.value) }
    case 'hash':
    case 'return':
      return { memo_type: memo.type, memo: memo.value.toString('base64') }
  }
}

/**
 * Each byte that begins no valid character becomes U+FFFD (Go's way: JavaScript replaces a broken character
 * as a whole), and NULs, which Postgres cannot hold, are left out.
 */
function readText(bytes: Buffer): string {
  let text = ''
  let at = 0
  while (at < bytes.length) {
    const length = [1, 2, 3, 4].find((count) => isUtf8(bytes.subarray(at, at + count)))
    text += length == null ? '\ufffd' : bytes.toString('utf8', at, at + length)
    at += length ?? 1
  }
  return text.replaceAll('\0', '')
}
