import type { xdr } from '@stellar/stellar-sdk/base'
import { balanceIdWith } from './claimable-balance.ts'
import { addressOf, decodeAccount } from './decode-account.ts'
import { decodeClaimant } from './decode-claimant.ts'
import { decodeOptions } from './decode-options.ts'
import type { Asset, IssuedAsset, Operation } from './envelope.ts'
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
    case 'changeTrust': {
      const { line, limit } = body.changeTrustOp
      // Shares of a pool: there are no pools here.
      if (line.type === 'assetTypePoolShare') break
      return { ...source, type: 'change_trust', asset: decodeAsset(stellar, line), limit }
    }
    case 'setOptions': {
      const options = decodeOptions(stellar, body.setOptionsOp)
      if (options == null) break
      return { ...source, type: 'set_options', options }
    }
    case 'createClaimableBalance': {
      const { asset, amount, claimants } = body.createClaimableBalanceOp
      return {
        ...source,
        type: 'create_claimable_balance',
        asset: decodeAsset(stellar, asset),
        amount,
        claimants: claimants.map((each) => decodeClaimant(stellar, each)),
      }
    }
    case 'claimClaimableBalance': {
      const { balanceId } = body.claimClaimableBalanceOp
      const id = balanceIdWith(balanceId.v0.toBytes())
      return { ...source, type: 'claim_claimable_balance', balanceId: id }
    }
    default:
      break
  }
  return { ...source, type: 'not_simulated', name: horizonName(body.type) }
}

type AnyAsset = xdr.Asset | Exclude<xdr.ChangeTrustAsset, { type: 'assetTypePoolShare' }>

function decodeAsset(stellar: Stellar, asset: AnyAsset): Asset {
  switch (asset.type) {
    case 'assetTypeNative':
      return 'native'
    case 'assetTypeCreditAlphanum4':
      return decodeIssued(stellar, asset.alphaNum4, 1)
    case 'assetTypeCreditAlphanum12':
      return decodeIssued(stellar, asset.alphaNum12, 5)
  }
}

function decodeIssued(
  stellar: Stellar,
  { assetCode, issuer }: xdr.AlphaNum4 | xdr.AlphaNum12,
  shortest: number,
): IssuedAsset {
  const padded = Buffer.from(assetCode.toBytes()).toString('latin1')
  const code = padded.replace(/\0+$/, '')
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
