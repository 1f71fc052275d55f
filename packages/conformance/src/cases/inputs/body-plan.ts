import { wireExchange } from '@aloha-pi/contracts/fixtures'
import { invalidBodies, type InvalidBody } from '../../inputs/invalid-bodies.ts'
import type { CallStep, ConformanceCase, Expect, Need, Step } from '../../model/case.ts'
import { operation, type Api } from '../../model/operations.ts'
import { ref, type Template } from '../../model/template.ts'

/** Is in every recorded request for the user. */
const UID = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'

/** How an operation is led to look at its body, and how one sees that nothing happened. */
export type BodyPlan = {
  api: Api
  name: string
  needs: readonly Need[]
  /** A recorded request whose body is valid; its uid stands for that of alice. */
  fixture: string
  before: readonly Step[]
  call: Omit<CallStep, 'call' | 'expect' | 'body'>
  expect: Expect
  after: readonly Step[]
}

/** Bodies that break a rule of the schema: one case for each field of each operation. */
export function bodyCases(plans: readonly BodyPlan[]): ConformanceCase[] {
  return plans.flatMap((plan) => {
    const { body } = operation(plan.api, plan.name)
    if (body == null) throw new Error(`${plan.name} accepts no body`)
    const byField = Map.groupBy(invalidBodies(body, validBody(plan)), ({ field }) => field)
    return [...byField].map(([field, bodies]) => bodyCase(plan, field, bodies))
  })
}

function validBody({ fixture }: BodyPlan): Record<string, unknown> {
  // Every request in the fixtures that a plan names has an object for its body.
  return { ...(wireExchange(fixture).request?.body as Record<string, unknown>) }
}

function bodyCase(plan: BodyPlan, field: string, bodies: readonly InvalidBody[]): ConformanceCase {
  return {
    id: `${plan.name}/bad-${field}`,
    target: plan.api,
    operation: plan.name,
    title: `${bodies.length} values that ${field} must not have are refused, and do nothing`,
    needs: plan.needs,
    steps: [
      ...plan.before,
      {
        each: bodies.map(({ body }) => ({
          ...plan.call,
          call: plan.name,
          body: withRealUser(body),
          expect: plan.expect,
        })),
      },
      ...plan.after,
    ],
  }
}

/** The uid of the fixture is no one's: where it is not what is spoilt, that of a real user stands for it. */
function withRealUser(body: unknown): Template {
  if (body === UID) return ref('aliceUid')
  if (Array.isArray(body)) return body.map(withRealUser)
  // JSON values come in, and JSON values with one reference go out.
  if (typeof body !== 'object' || body == null) return body as Template
  const entries = Object.entries(body).map(([name, each]) => [name, withRealUser(each)] as const)
  return Object.fromEntries(entries)
}
