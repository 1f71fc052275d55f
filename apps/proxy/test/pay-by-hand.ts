import type { startMockPi } from '@aloha-pi/mock-pi'
import { createSigner } from '../src/wallet/create-signer.ts'
import { newWalletKeys } from './new-wallet-keys.ts'
import { PI } from './payouts/new-payout.ts'

type Mock = Awaited<ReturnType<typeof startMockPi>>
const network = 'Pi Testnet'

/** Pays out of the mock's wallet past every proxy, with this text memo. */
export async function payByHand(mock: Mock, memo: string, amount: bigint) {
  const { address: destination } = await newWalletKeys()
  await send(`${mock.url}/_mock/ledger/fund`, JSON.stringify({ address: destination, amount: 10 }))
  const { address: wallet, seed } = mock.wallet
  const limits = { wallet, network, mostAmount: 100n * PI, mostFee: PI }
  const opened = await createSigner(seed, limits)
  if (!opened.ok) throw new Error(opened.problem)
  const account = await (await fetch(`${mock.url}/accounts/${wallet}`)).json()
  const sequence = BigInt(account.sequence) + 1n
  const closedAt = Math.floor(Date.now() / 1_000)
  const signed = await opened.signer.sign({
    source: wallet,
    sequence,
    destination,
    amount,
    memo,
    fee: 100_000n,
    maxTime: closedAt + 60,
    network,
    closedAt,
  })
  if (!signed.ok) throw new Error(`Not signed: ${signed.reason}`)
  const sent = await send(`${mock.url}/transactions`, new URLSearchParams({ tx: signed.xdr }))
  return { hash: signed.hash, sequence, token: String(sent.paging_token) }
}

async function send(url: string, body: string | URLSearchParams) {
  const headers = typeof body === 'string' ? { 'content-type': 'application/json' } : undefined
  const response = await fetch(url, { method: 'POST', body, ...(headers && { headers }) })
  const text = await response.text()
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`)
  return JSON.parse(text) as { paging_token?: string }
}
