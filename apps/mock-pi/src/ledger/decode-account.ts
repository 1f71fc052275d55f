import type { xdr } from '@stellar/stellar-sdk/base'
import type { AccountRef } from './envelope.ts'
import type { Stellar } from './stellar.ts'

/** The account that an envelope names; an M… address leads to its G… account. */
export function decodeAccount(stellar: Stellar, account: xdr.MuxedAccount): AccountRef {
  if (account.type === 'keyTypeEd25519') return { address: addressOf(stellar, account.ed25519) }
  const { id, ed25519 } = account.med25519
  const muxed = { address: stellar.encodeMuxedAccountToAddress(account), id }
  return { address: addressOf(stellar, ed25519), muxed }
}

/** The G… form of a raw key. */
export function addressOf(stellar: Stellar, key: { toBytes(): Uint8Array }): string {
  return stellar.StrKey.encodeEd25519PublicKey(key.toBytes())
}
