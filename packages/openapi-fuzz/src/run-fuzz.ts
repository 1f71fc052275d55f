import { draftBreakers } from './break-draft.ts'
import { requestBreakers } from './break-request.ts'
import type { ApiDocument, Operation } from './document.ts'
import { createJudge, type Judge } from './judge-response.ts'
import type { KnownValues } from './known-values.ts'
import { makeDraft, writeDraft } from './make-request.ts'
import { createRandom, type Random } from './random.ts'
import { describeRequest, type FuzzResponse, type FuzzRequest } from './request.ts'
import { createSend } from './send.ts'

/** A running server and a part of a document that it serves. */
export type Target = {
  url: string
  document: ApiDocument
  /** Which operations are called; every response is judged by the whole document. */
  operations: readonly Operation[]
  /** What the servers that belong together have reported. */
  known: KnownValues
  /** How often it is chosen, beside the others. */
  weight: number
  /** Other documents of the same server. */
  beside?: readonly ApiDocument[]
  /** Done before an operation is called, and after it succeeded. */
  before?: (operation: Operation) => Promise<void>
  after?: (operation: Operation) => Promise<void>
}

export type Finding = {
  number: number
  what: string
  done: string
  request: string
  response: string
}

export type FuzzResult = {
  findings: Finding[]
  /** How often each operation returned each status: `POST /v2/payments 200` → 12. */
  statuses: Map<string, number>
}

type Plan = { seed: number; requests: number; targets: readonly Target[]; maxFindings?: number }

/** Sends so many requests one after another; the same seed sends the same ones to servers that respond the same. */
export async function runFuzz({
  seed,
  requests,
  targets,
  maxFindings = 20,
}: Plan): Promise<FuzzResult> {
  const random = createRandom(seed)
  const judges = new Map(
    targets.map((target) => [target, createJudge(target.document, target.beside)]),
  )
  const chosen = targets.flatMap((target) => Array.from({ length: target.weight }, () => target))
  const result: FuzzResult = { findings: [], statuses: new Map() }
  const { send, close } = createSend()
  try {
    for (let number = 1; number <= requests; number++) {
      const target = random.pick(chosen)
      const judge = target && judges.get(target)
      if (target == null || judge == null) throw new Error('There is nothing to send requests to')
      await sendOne({ number, target, judge, random, send, result })
      if (result.findings.length >= maxFindings) break
    }
  } finally {
    close()
  }
  return result
}

type Turn = {
  number: number
  target: Target
  judge: Judge
  random: Random
  send: (url: string, request: FuzzRequest) => Promise<FuzzResponse>
  result: FuzzResult
}

async function sendOne({ number, target, judge, random, send, result }: Turn) {
  const operation = random.pick(target.operations)
  if (operation == null) throw new Error('A target without operations')
  await target.before?.(operation)
  const { request, done } = makeRequest(target, operation, random)
  const response = await send(target.url, request)
  const status = response.kind === 'response' ? response.status : 0
  const key = `${operation.method} ${operation.path} ${status}`
  result.statuses.set(key, (result.statuses.get(key) ?? 0) + 1)
  if (response.kind === 'response' && status < 300) {
    learn(target.known, response.text)
    await target.after?.(operation)
  }
  const what = judge(request, response)
  if (what == null) return
  const shown = response.kind === 'response' ? `${status} ${response.text.slice(0, 500)}` : 'none'
  result.findings.push({ number, what, done, request: describeRequest(request), response: shown })
}

/** Half of the requests are valid; of the others, one or two things are broken. */
function makeRequest({ document, known }: Target, operation: Operation, random: Random) {
  const draft = makeDraft({ document, known, random }, operation)
  const isValid = random.chance(50)
  const done: string[] = []
  if (!isValid && random.chance(60)) done.push(random.pick(draftBreakers)(draft, random))
  const request = writeDraft(draft)
  if (!isValid && (done.length === 0 || random.chance(30))) {
    done.push(random.pick(requestBreakers)(request, random))
  }
  return { request, done: done.join(', ') || 'nothing broken' }
}

function learn(known: KnownValues, text: string) {
  try {
    known.learn(JSON.parse(text))
  } catch (error) {
    // The response of a HEAD is empty; whether it may be is the judge's to say.
    if (!(error instanceof SyntaxError)) throw error
  }
}
