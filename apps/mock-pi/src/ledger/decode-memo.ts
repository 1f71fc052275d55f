import type { xdr } from '@stellar/stellar-sdk/base'
import type { Memo } from './envelope.ts'

/** A memo as plain data. */
export function decodeMemo(memo: xdr.Memo): Memo {
  switch (memo.type) {
    case 'memoNone':
      return { type: 'none' }
    case 'memoText':
      return { type: 'text', value: Buffer.from(memo.text.bytes) }
    case 'memoId':
      return { type: 'id', value: memo.id }
    case 'memoHash':
      return { type: 'hash', value: Buffer.from(memo.hash.value) }
    case 'memoReturn':
      return { type: 'return', value: Buffer.from(memo.retHash.value) }
  }
}
