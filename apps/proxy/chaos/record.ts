import type { Violation } from './checker.ts'
import type { ClientResponse } from './clients.ts'
import type { EndOfProcess } from './instance.ts'
import { findCanaries, findSecrets, type Canaries } from './secrets.ts'

export type Record = ReturnType<typeof createRecord>
const MAX_ALIKE = 5
const FAULT = /"fault":\{"type":"(\w+)"(?:,"code":"\w+")?(?:,"message":"([^"]*)")?/g
/** Alarms of the product's own reconciliation: what they say must not be. */
const GRAVE = new Map([
  ['paid_twice', 'I1'],
  ['books_differ', 'I3'],
])
/** No fault from outside makes these. */
const programErrors = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'])

/** Everything that is noted during a run. */
export function createRecord(canaries: Canaries) {
  const counts = new Map<string, number>()
  const found = new Map<string, number>()
  const violations: Violation[] = []
  const responses: ClientResponse[] = []
  const logs: string[] = []
  const count = (what: string, times = 1) => void counts.set(what, (counts.get(what) ?? 0) + times)
  const fail = (invariant: string, detail: string) => void violations.push({ invariant, detail })
  const report = (where: string, names: readonly string[]) => {
    for (const name of names) {
      const detail = `${name} is in ${where}`
      const before = found.get(detail) ?? 0
      found.set(detail, before + 1)
      if (before < MAX_ALIKE) fail('P22', detail)
    }
  }
  const scan = (where: string, text: string) => {
    count(`looked through for secrets: ${where}`)
    report(where, findSecrets(text, canaries))
  }
  return {
    counts,
    violations,
    responses,
    logs,
    count,
    fail,
    /** P22: values and shapes of secrets. */
    scan,
    /** For what must hold signed transactions. */
    scanForCanaries(where: string, text: string | Buffer, except?: string) {
      count(`looked through for secrets: ${where}`)
      report(
        where,
        findCanaries(text, canaries).filter((name) => name !== except),
      )
    },
    settledMs: [] as number[],
    settledAt: [] as number[],
    kills: [] as number[],
    /** Orders for which Pi refused a payment, because it was asked with the key of another app. */
    refusedElsewhere: new Set<string>(),
    goodResponse: (response: ClientResponse, text: string) => {
      responses.push(response)
      scan('what a client got', text)
    },
    openedTwice(result: 'refused' | 'let in') {
      count(`second opener of PGlite ${result}`)
      if (result === 'let in') fail('PGlite', 'a second process opened it')
    },
    processEnded(index: number, { text, isUnasked }: EndOfProcess) {
      scan('the output of a proxy', text)
      logs.push(text)
      for (const [, code = ''] of text.matchAll(/"alarm":"(\w+)"/g)) {
        count(`alarm: ${code}`)
        const invariant = GRAVE.get(code)
        if (invariant != null) fail(invariant, `proxy ${index} raised ${code}`)
      }
      for (const [, type = '', message] of text.matchAll(FAULT)) {
        count(`a proxy logged: ${type}`)
        const isOurs = programErrors.has(type) && message !== 'fetch failed'
        if (isOurs) fail('ended', `proxy ${index} logged ${type}: ${message}`)
      }
      if (isUnasked) fail('ended', `proxy ${index}: ${text.slice(-600)}`)
    },
  }
}
