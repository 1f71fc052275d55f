import type { Envelope, Payout } from '../model/payout.ts'
import type { ClientPayouts } from '../store/payout-store.ts'
import type { Clock, PiChain, PiPayments, Signer, SubmitResult } from '../model/ports.ts'
import type { PayoutSettings } from '../model/settings.ts'
import type { Outcome, Step } from '../protocol/steps.ts'

export type PerformPorts = {
  pi: PiPayments
  chain: PiChain
  signer: Signer
  clock: Clock
  store: Pick<ClientPayouts, 'findMany' | 'findByRequest'>
}

/** Makes the call of a step. Decides nothing, retries nothing, writes nothing. */
export async function perform(
  step: Step<unknown>,
  ports: PerformPorts,
  { settings, signal }: { settings: PayoutSettings; signal: AbortSignal },
): Promise<Outcome> {
  const { pi, chain, store } = ports
  switch (step.type) {
    case 'note':
      return { type: 'none' }
    case 'survey':
      return survey(chain, settings.wallet, step)
    case 'read_ledger':
      return { type: 'read_ledger', ledger: await chain.ledger(step.which) }
    case 'create':
      return { type: 'payment', result: await pi.create(step.payment) }
    case 'list_open':
      return { type: 'open', result: await pi.incomplete() }
    case 'read_payment':
    case 'identify':
    case 'prove_key':
      return { type: 'payment', result: await pi.get(step.piId) }
    case 'complete':
      return { type: 'payment', result: await pi.complete(step.piId, step.txid) }
    case 'cancel':
      return { type: 'payment', result: await pi.cancel(step.piId) }
    case 'trace':
      return { type: 'traced', payouts: await trace(store, step) }
    case 'sign':
      return sign(ports.signer, step)
    case 'submit':
      return { type: 'submitted', result: await submit(ports, step.envelope, { settings, signal }) }
  }
}

async function trace(
  store: PerformPorts['store'],
  { ids, requestHashes }: Extract<Step, { type: 'trace' }>,
): Promise<readonly Payout[]> {
  if (ids.length === 0) return []
  const named = await store.findMany(ids)
  if (named.length === ids.length) return named
  return [...named, ...(await store.findByRequest(requestHashes))]
}

async function survey(
  chain: PiChain,
  wallet: string,
  { cursor, hashes }: Extract<Step, { type: 'survey' }>,
): Promise<Outcome> {
  const [account, page, ...found] = await Promise.all([
    chain.account(wallet),
    chain.walletTransactions(wallet, cursor),
    ...hashes.map((hash) => chain.transaction(hash)),
  ])
  return { type: 'survey', account, page, found }
}

async function sign(signer: Signer, { order }: Extract<Step, { type: 'sign' }>): Promise<Outcome> {
  const signed = await signer.sign(order)
  if (!signed.ok) return { type: 'sign_refused', reason: signed.reason }
  return { type: 'signed', hash: signed.hash, xdr: signed.xdr }
}

/** Sends the bytes, and looks for their hash while Horizon keeps the response back. The first to know wins. */
async function submit(
  ports: Pick<PerformPorts, 'chain' | 'clock'>,
  { hash, xdr }: Envelope,
  { settings, signal }: { settings: PayoutSettings; signal: AbortSignal },
): Promise<SubmitResult> {
  const over = new AbortController()
  const stop = () => over.abort('over')
  signal.addEventListener('abort', stop)
  try {
    return await Promise.race([
      ports.chain.submit({ hash, xdr }),
      poll(ports, hash, { ledgerMs: settings.ledgerMs, isOver: over.signal }),
    ])
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

async function poll(
  { chain, clock }: Pick<PerformPorts, 'chain' | 'clock'>,
  hash: string,
  { ledgerMs, isOver }: { ledgerMs: number; isOver: AbortSignal },
): Promise<SubmitResult> {
  const firstMs = Math.max(1_000, 2 * ledgerMs)
  for (let waitMs = firstMs; !isOver.aborted; waitMs = ledgerMs) {
    await clock.sleep(waitMs, isOver)
    if (isOver.aborted) break
    const result = await chain.transaction(hash)
    if (result.kind === 'ok') return inLedger(result.value)
  }
  return { kind: 'unknown', cause: 'timeout', retryAfterMs: null }
}

function inLedger(
  transaction: Extract<SubmitResult, { kind: 'applied' }>['transaction'],
): SubmitResult {
  if (transaction.successful) return { kind: 'applied', transaction }
  return { kind: 'refused', code: transaction.failure ?? 'tx_failed', operations: [] }
}
