import { listCases, type ConformanceCase } from '@aloha-pi/conformance'
import { wireExchange } from '@aloha-pi/contracts/fixtures'
import type { Driver } from './driver-rows.ts'
import { errorsOf } from './fixture-drivers.ts'

type Step = ConformanceCase['steps'][number]
type Call = Pick<Extract<Step, { call: string }>, 'at' | 'expect'>

/** What the cases of the conformance kit drive: the mock and the proxy pass all of them in our tests. */
export function conformanceDrivers(): Driver[] {
  return (['platform', 'aloha'] as const).flatMap((api) =>
    listCases(api).flatMap((each) => operationOf(api, each).concat(errorsOfCase(api, each))),
  )
}

function operationOf(
  api: 'platform' | 'aloha',
  { id, operation, steps }: ConformanceCase,
): Driver[] {
  if (operation === 'routes') return []
  const property = steps.some((step) => 'forAll' in step)
  const kind = property ? 'properties' : 'conformance'
  return [{ of: 'operations', table: api, row: operation, kind, by: id }]
}

function errorsOfCase(api: 'platform' | 'aloha', { id, steps }: ConformanceCase): Driver[] {
  return steps.flatMap(callsOf).flatMap(({ at, expect: { fixture = [], code = [] } }): Driver[] => {
    const recorded = [fixture].flat().flatMap((name) => errorsOf(wireExchange(name)))
    const owner = at === 'pi' ? 'platform' : (at ?? api)
    const kind = code.length > 1 ? 'amongOthers' : 'conformance'
    return recorded
      .map(({ table, row }): Driver => ({ of: 'errors', table, row, kind: 'conformance', by: id }))
      .concat(code.map((row) => ({ of: 'errors', table: owner, row, kind, by: id })))
  })
}

/** What is asked, and what must come. */
function callsOf(step: Step): Call[] {
  if ('call' in step) return [step]
  if ('each' in step) return [...step.each]
  if ('until' in step) return [step.until]
  if ('race' in step) {
    // An outcome may belong to any of the calls; all of them go to one place.
    const at = step.race[0]?.at
    return step.outcomes.map(({ expect }) => (at == null ? { expect } : { at, expect }))
  }
  return []
}
