import type { xdr } from '@stellar/stellar-sdk/base'
import { addressOf, decodeAccount } from './decode-account.ts'
import type { IssuedAsset, Operation } from './envelope.ts'
import type { Stellar } from './stellar.ts'

/** An operation as plain data. */
export function decodeOperation(stellar: Stellar, operation: xdr.Operation): Operation {
  const { sourceAccount, body } = operation
  const source = sourceAccount == null ? {} : { source: decodeAccount(stellar, sourceAccount) }
  switch (body.type) {
    case 'payment': {
      const { destination, asset, amount } = body.paymentOp
      const to = decodeAccount(stellar, destination)
      return { ...source, type: 'payment', to, asset: decodeAsset(stellar, asset), amount }
    }
    case 'createAccount': {
      const { destination, startingBalance } = body.createAccountOp
      const to = { address: addressOf(stellar, destination.value) }
      return { ...source, type: 'create_account', to, startingBalance }
    }
    case 'bumpSequence':
      return { ...source, type: 'bump_sequence', bumpTo: body.bumpSequenceOp.bumpTo }
    default:
      return { ...source, type: 'not_simulated', name: horizonName(body.type) }
  }
}

function decodeAsset(stellar: Stellar, asset: xdr.Asset): 'native' | IssuedAsset {
  if (asset.type === 'assetTypeNative') return 'native'
  const { assetCode, issuer } = asset.value
  const padded = Buffer.from(assetCode.toBytes()).toString('latin1')
  const code = padded.replace(/\0+$/, '')
  const shortest = asset.type === 'assetTypeCreditAlphanum4' ? 1 : 5
  // A code too short for its kind keeps its padding: so it is seen to be malformed.
  return {
    code: code.length < shortest ? padded : code,
    issuer: addressOf(stellar, issuer.value),
  }
}

/** `createPassiveSellOffer` is `create_passive_sell_offer` in Horizon. */
function horizonName(type: string): string {
  return type.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
