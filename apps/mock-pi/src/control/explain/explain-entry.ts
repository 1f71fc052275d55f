import type { explanationSchema } from '@aloha-pi/contracts/control'
import { errorEvidence, type Evidence } from '@aloha-pi/contracts/evidence'
import type * as z from 'zod'
import type { NotedFault, NotedRefusal, RefusalEntry } from '../../explain/refusal-log.ts'
import { chainRules } from './chain-rules.ts'
import { faultTexts } from './fault-rules.ts'
import { paymentRules } from './payment-rules.ts'
import { requestRules } from './request-rules.ts'
import { ONLY_MOCK, type PiKnowledge, type RuleText } from './rule-text.ts'

type Explanation = z.infer<typeof explanationSchema>

const rules: Record<string, RuleText> = { ...paymentRules, ...requestRules, ...chainRules }

/** What became of a request, for somebody who sees Pi's API for the first time. */
export function explainEntry(entry: RefusalEntry): Explanation {
  const { requestId: request_id, method, path, fault, refusal } = entry
  return {
    request_id,
    at: new Date(entry.at).toISOString(),
    method,
    path,
    status: fault == null ? (refusal?.status ?? null) : fault.status,
    rule: ruleOf(entry),
    ...(fault == null ? explainRefusal(refusal) : explainFault(fault, refusal)),
    fault: fault?.id ?? null,
  }
}

/** The rule as the header of the response names it. */
export function ruleOf({ fault, refusal }: RefusalEntry): string {
  return fault == null ? (refusal?.rule ?? '') : `fault/${fault.type}`
}

type Texts = Pick<Explanation, 'happened' | 'why' | 'pi' | 'next'>

function explainFault(
  { id, type, source, error }: NotedFault,
  refusal: NotedRefusal | undefined,
): Texts {
  const text = faultTexts[type as keyof typeof faultTexts]
  const by =
    source === 'metadata'
      ? `The metadata of the payment ordered it with mock_fault (${id}).`
      : `The rule ${id} ordered it. GET /_mock/faults shows it.`
  const usual =
    refusal == null
      ? ''
      : ` Without the fault, the response would have been ${sentenceOf(refusal)}.`
  return {
    happened: text.happened,
    why: `${by}${usual}`,
    pi: error == null ? text.pi : knownOf(error),
    next: [
      ...text.next,
      source === 'metadata'
        ? 'To end it: take mock_fault out of the metadata, or start the mock with --no-magic.'
        : `To end it: POST /_mock/faults/${id}/remove {}.`,
    ],
  }
}

function explainRefusal(refusal: NotedRefusal | undefined): Texts {
  if (refusal == null) throw new Error('An entry has a refusal or a fault')
  const text = rules[refusal.rule] ?? ofMock(refusal)
  return {
    happened: `The mock refused the request with ${sentenceOf(refusal)}.`,
    why: text.why,
    pi: text.pi ?? knownOf(refusal.rule, refusal.code),
    next: [...text.next],
  }
}

/** The control API and the wallet API say in their errors what to do. */
function ofMock({ message }: NotedRefusal): RuleText {
  return {
    why: message ?? 'The rule is named above.',
    next: ['/docs of the mock has the reference of this API.'],
    pi: ONLY_MOCK,
  }
}

function sentenceOf({ status, code, message }: NotedRefusal): string {
  if (code == null) return `${status} and an empty body`
  return message == null
    ? `${status} "${code}"`
    : `${status} "${code}": ${message.replace(/\.$/, '')}`
}

const tables: Record<string, Partial<Record<string, Evidence>>> = {
  chain: errorEvidence.chain,
  notifications: errorEvidence.notification,
}

/** The evidence of the code. Errors about credentials share a row: their bodies differ. */
function knownOf(rule: string, code: string | null = null): PiKnowledge {
  const [group = '', name = ''] = rule.split('/')
  const table: Partial<Record<string, Evidence>> = tables[group] ?? errorEvidence.platform
  const evidence = table[code ?? name] ?? table[name] ?? table['invalid_authorization']
  return evidence == null ? ONLY_MOCK : describeEvidence(evidence)
}

const LEVELS = {
  captured: 'Pi was seen to send this error.',
  documented: "Pi's documents name this error.",
  inferred: 'Client code or reports name this error; no response of Pi with it is published.',
  assumed: 'No public source shows what Pi does here.',
} as const

function describeEvidence({ level, source, assumed = [], note }: Evidence): PiKnowledge {
  const parts = assumed.length === 0 ? '' : ` Assumed by the mock: ${assumed.join(', ')}.`
  return { known: `${LEVELS[level]}${parts}${note == null ? '' : ` ${note}`}`, level, source }
}
