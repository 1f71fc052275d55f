import type { Response } from 'express'
import { controlRefusal } from '../control/control-refusal.ts'
import type { PiUser } from '../users/user-store.ts'
import type { WaitPorts } from '../http/wait-in-request.ts'
import { waitForChange } from '../wallet-edge/wait-for-change.ts'
import type { World } from '../world/world.ts'

export type RulePorts = WaitPorts

type Answer =
  | { kind: 'allow'; user: PiUser }
  | { kind: 'refuse' }
  | { kind: 'failed'; status: number; text: string }

/** Of real time; the clock of the mock may stand still. */
const MAX_WAIT_MS = 240_000

/** What the autopilot of the mock's settings answers, after the time that its user takes. */
export async function answerByRules(
  world: World,
  res: Response,
  ports: RulePorts,
): Promise<Answer> {
  const { clock } = world
  const rules = world.settings.wallet
  const until = clock.now() + (rules?.delay_ms ?? 0)
  const full = await waitForChange({ world, ...ports }, res, {
    isOver: () => clock.now() >= until,
    msUntilDue: () => clock.realMsUntil(until),
    changes: [clock.onMove],
    timeoutMs: MAX_WAIT_MS,
  })
  if (full != null) return { kind: 'failed', status: full.status, text: full.body.error_message }
  const { user: username, consent } = rules ?? { user: '', consent: 'refuse' }
  if (consent === 'refuse') return { kind: 'refuse' }
  const user = world.users.find(username)
  if (user != null) return { kind: 'allow', user }
  const { status, body } = controlRefusal('user_not_found', { id: username })
  return { kind: 'failed', status, text: `The autopilot cannot sign in: ${body.error_message}` }
}
