import { controlContract } from '@aloha-pi/contracts/control'
import { actionInvariants } from './action-invariants.ts'
import { checkShape } from './check-shape.ts'
import { gatherCast, type Cast, type Send } from './cast.ts'
import { START, type MockResponse, type MockPort } from './mock-port.ts'
import { paymentInvariants } from './payment-invariants.ts'
import type { PerformedAction } from './performed-action.ts'
import { ledgerInvariants } from './ledger-invariants.ts'
import { payoutInvariants } from './payout-invariants.ts'
import { perform } from './perform-command.ts'
import type { Action, Command, Pause, Scenario } from './scenario.ts'
import { deadlineOf, isWaiting, letExpire, seePayments, type Seen } from './seen-world.ts'
import { seeChain, type SeenAccount } from './seen-chain.ts'
import type { Step } from './step.ts'
import { worldRules } from './world-rules.ts'

const invariants = Object.entries({
  ...payoutInvariants,
  ...paymentInvariants,
  ...ledgerInvariants,
  ...actionInvariants,
})

/** Every invariant, as its number and its sentence. */
export const rules = [...invariants.map(([rule]) => rule), ...Object.values(worldRules)]

/** A scenario while it is played. */
export type Play = {
  port: MockPort
  scenario: Scenario
  send: Send
  /** Every response, in order. */
  responses: MockResponse[]
  steps: Step[]
  /** Real time, and the time of the mock. */
  real: number
  now: number
  worldId: string
  cast: Cast
  seen: Seen
  openings: ReadonlyMap<string, SeenAccount>
  /** How the world began, as text. */
  beginning: string
}

/** Plays a scenario in a world that has just begun and checks every invariant after every command. */
export async function playScenario(port: MockPort, scenario: Scenario): Promise<Play> {
  const responses: MockResponse[] = []
  const send: Send = async (call) => {
    const response = await port.send(call)
    const { method, path } = call.route
    checkShape(
      call.route.responses[response.status],
      response.body,
      `${method} ${path} ${response.status}`,
    )
    responses.push(response)
    return response
  }
  port.setTime(START)
  const worldId = worldIdOf(await send({ route: controlContract.world }))
  const begun = await look(port, scenario)
  const time = { real: START, now: START }
  const play = { port, scenario, send, responses, steps: [], worldId, ...time, ...begun }
  for (const command of scenario.commands) await playCommand(play, command)
  return play
}

async function look(port: MockPort, scenario: Scenario) {
  const cast = await gatherCast((call) => port.send(call), scenario)
  const seen = await seePayments(port, new Map())
  const openings = seeChain(port.world, walletsOf(port, cast)).accounts
  const balances = [...openings].map(([address, { balance }]) => [address, String(balance)])
  const beginning = JSON.stringify([cast, [...seen.values()], balances])
  return { cast, seen, openings, beginning }
}

/** Every wallet that holds Pi in these worlds. */
function walletsOf({ world }: MockPort, { apps, users }: Cast): string[] {
  return [world.faucet.address, ...[...apps, ...users].map((each) => each.wallet_address)]
}

async function playCommand(play: Play, { after, ...action }: Command) {
  const pause = durationOf(after, play)
  play.real += pause
  play.now += pause
  play.port.setTime(play.real)
  if (action.do === 'reset') await reset(play)
  else await playAction(play, action)
}

async function playAction(play: Play, action: Exclude<Action, { do: 'reset' }>) {
  const { port, scenario, send, cast, openings } = play
  const wallets = walletsOf(port, cast)
  const chainBefore = seeChain(port.world, wallets)
  const performed =
    action.do === 'advance'
      ? await advance(play, action.by)
      : await perform({ send, cast, seen: play.seen, chain: chainBefore }, action)
  const before = letExpire(play.seen, play.now)
  const after = await seePayments(port, before)
  const changes = [...after]
    .filter(([id, seen]) => seen !== before.get(id))
    .map(([id, after]) => ({ before: before.get(id), after }))
  const accepted = performed.response.status < 300
  const { now } = play
  const { url } = port
  const { spelling } = scenario
  const chain = seeChain(port.world, wallets)
  const step = {
    ...performed,
    action,
    accepted,
    now,
    before,
    after,
    changes,
    chainBefore,
    chain,
    openings,
    cast,
    spelling,
    url,
  }
  for (const [rule, check] of invariants) report(rule, check(step), step)
  play.seen = after
  play.steps.push(step)
}

async function advance(play: Play, by: Pause): Promise<PerformedAction> {
  const ms = durationOf(by, play)
  play.now += ms
  return { response: await play.send({ route: controlContract.advanceClock, body: { ms } }) }
}

async function reset(play: Play) {
  play.real = START
  play.now = START
  play.port.setTime(START)
  const worldId = worldIdOf(await play.send({ route: controlContract.reset, body: {} }))
  const begun = await look(play.port, play.scenario)
  if (worldId === play.worldId || begun.beginning !== play.beginning) {
    throw new Error(
      `${worldRules.reset}\nat first ${play.beginning}\nafter the reset ${begun.beginning}`,
    )
  }
  Object.assign(play, begun, { worldId })
}

function durationOf(pause: Pause, { seen, now }: Play): number {
  if (typeof pause === 'number') return pause
  const deadlines = [...letExpire(seen, now).values()].filter(isWaiting).map(deadlineOf)
  return deadlines.length === 0 ? 0 : Math.max(0, Math.min(...deadlines) + pause.fromDeadline - now)
}

function worldIdOf({ body }: MockResponse): string {
  return (body as { worldId: string }).worldId
}

function report(rule: string, evidence: string | undefined, { action, id, response }: Step) {
  if (evidence == null) return
  throw new Error(
    `${rule}\nafter ${JSON.stringify(action)} of ${id}, with the response ${JSON.stringify(response)}\n${evidence}`,
  )
}
