import type { Memo } from '../ledger/envelope.ts'

/** A memo as Horizon shows it: text as UTF-8 with its bytes beside it, hashes in Base64. */
export function memoToWire(memo: Memo) {
  switch (memo.type) {
    case 'none':
      return { memo_type: 'none' }
    case 'text':
      return {
        memo_type: 'text',
        memo: memo.value.toString('utf8'),
        memo_bytes: memo.value.toString('base64'),
      }
    case 'id':
      return { memo_type: 'id', memo: String(memo.value) }
    case 'hash':
    case 'return':
      return { memo_type: memo.type, memo: memo.value.toString('base64') }
  }
}
