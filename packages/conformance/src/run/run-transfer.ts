import { addressOf, signTransfer } from '../chain/sign-transfer.ts'
import type { TransferStep } from '../model/case.ts'
import { fill } from '../model/template.ts'
import { headerOf, jsonOf, type Header } from '../http/wire.ts'
import { filled, type CaseRun } from './case-run.ts'
import { record } from './run-call.ts'
import { askControl } from './run-control.ts'

const FEE = 100_000
const LIFE_SECONDS = 180n
const USER_AGENT: Header = ['user-agent', 'aloha-pi-conformance']

/** Pays from the wallet of an app at the mock's blockchain: as its server does, with the account's next sequence. */
export async function runTransfer(run: CaseRun, step: TransferStep): Promise<void> {
  const { transfer } = step
  const seed = filled(run, transfer.seed)
  const origin = run.session.controlOrigin ?? ''
  const account = await record(run, 'blockchain', {
    method: 'GET',
    origin,
    path: `/accounts/${addressOf(seed)}`,
    headers: [USER_AGENT],
  })
  // Horizon writes it as text.
  const { sequence } = (jsonOf(account.response ?? { text: '' }) ?? {}) as { sequence?: string }
  if (account.response == null || sequence == null) {
    account.problems.push('the blockchain returned no account')
    return
  }
  const { xdr, hash } = signTransfer({
    seed,
    to: filled(run, transfer.to),
    stroops: BigInt(String(fill(transfer.stroops, run.values))),
    memo: filled(run, transfer.memo),
    network: String(run.values.get('network')),
    sequence: BigInt(sequence) + 1n,
    fee: FEE,
    maxTime: BigInt(secondsOf(headerOf(account.response, 'date'))) + LIFE_SECONDS,
  })
  await Promise.all([submit(run, origin, { xdr, hash }), closeLedger(run)])
  run.values.set(step.save, hash)
}

async function submit(run: CaseRun, origin: string, { xdr, hash }: { xdr: string; hash: string }) {
  const { response, problems } = await record(run, 'blockchain', {
    method: 'POST',
    origin,
    path: '/transactions',
    headers: [USER_AGENT, ['content-type', 'application/x-www-form-urlencoded']],
    body: new URLSearchParams({ tx: xdr }).toString(),
  })
  if (response != null && response.status !== 200) {
    problems.push(`the blockchain returned ${response.status}, not 200`)
    return
  }
  // A refusal may come under 200 as well.
  const submitted = (jsonOf(response ?? { text: '' }) ?? {}) as { hash?: string }
  if (response != null && submitted.hash !== hash) {
    problems.push('the blockchain returned 200 without the transaction')
  }
}

/** Time for the transaction to be there before its ledger closes. */
const IN_QUEUE_MS = 25

/** No one waits for the mock's next ledger; what came too late for this one is in that. */
async function closeLedger(run: CaseRun) {
  await run.session.clock.sleep(IN_QUEUE_MS)
  await askControl(run, 'POST', '/ledger/close', {})
}

/** The time of the blockchain is in its Date header, as for the SDKs. */
function secondsOf(date: string | undefined): number {
  return Math.floor(Date.parse(date ?? '') / 1000)
}
