import type { Api } from './operations.ts'
import type { Template, Text, Ref } from './template.ts'

/** What a run must have for a case; without it the case is skipped, with the reason. */
export type Need =
  | 'write'
  | 'control'
  | 'known-payment'
  | 'access-token'
  | 'replace-unpaid'
  | 'a2u'
  | 'one-a2u-at-a-time'
  | 'other-key'

/** One contract test: what is sent, and what must come. */
export type ConformanceCase = {
  /** The operation, a slash, and what is tried: `payments.approve/of-an-approved-payment`. */
  id: string
  target: Api
  /** As `payments.approve`; `routes` for what concerns no single one. */
  operation: string
  /** A sentence about what must be so. */
  title: string
  needs: readonly Need[]
  /** One after another; the first that fails ends the case. */
  steps: readonly Step[]
  /** Only of targets whose details are so; a run against another has no such case. */
  details?: Details
}

/** Who may read details of the aloha-pi API: anybody, or holders of a key of what is theirs. */
type Details = 'public' | 'private'

export type Step =
  | CallStep
  | EachStep
  | UntilStep
  | RaceStep
  | DuringStep
  | ControlStep
  | TimelineStep
  | TransferStep
  | PropertyStep

/** A request to the target, or to the Pi behind it, and what its response must be. */
export type CallStep = {
  call: string
  /** `pi`: the mock behind an aloha target, as its app; `chain`: its blockchain. */
  at?: 'pi' | 'chain'
  /** Instead of method and path of the operation; the path is sent as it is. */
  method?: string
  path?: string | Text
  params?: Readonly<Record<string, Template>>
  /** Values of Authorization headers; the operation's own credential unless told otherwise. */
  authorization?: readonly (string | Text | Ref)[]
  headers?: Readonly<Record<string, string | Text>>
  body?: Template
  /** Instead of a JSON body. */
  raw?: string | Text
  /** Instead of application/json; null sends none. */
  contentType?: string | null
  expect: Expect
  /** Names under which parts of the response are kept, and their paths in its body; `.` is all of it. */
  save?: Readonly<Record<string, string>>
}

/** Requests that have nothing to do with each other: each is judged, also after one that failed. */
export type EachStep = { each: readonly CallStep[] }

/** A call that is made until its response is as expected, for so long at most. */
export type UntilStep = { until: CallStep; withinMs: number }

/** Several requests at once, or one many times: each response is one of the outcomes, as often as they say. */
export type RaceStep = {
  race: readonly CallStep[]
  times: number
  outcomes: readonly { expect: Expect; atLeast?: number; atMost?: number }[]
}

/** A call with a late response, what is done until then, and what is done last whatever came of that. */
export type DuringStep = { during: CallStep; steps: readonly Step[]; last: CallStep }

/** A request to the control API of a mock; anything but 2xx fails the case unless a status is named. */
export type ControlStep = {
  control: string | Text
  body?: Template
  status?: number
  expectBody?: unknown
  save?: Readonly<Record<string, string>>
}

/** How often events are in the timeline that the control API keeps of a payment. */
export type TimelineStep = { timeline: Template; events: Readonly<Record<string, number>> }

/** A transaction at the blockchain, from the wallet of an app; saves its hash. */
export type TransferStep = {
  transfer: { seed: Template; to: Template; stroops: bigint | Ref; memo: Template }
  save: string
}

/** Steps that a generator makes up, in as many ways as the run says. */
export type PropertyStep = { forAll: string; runsDividedBy?: number }

export type Expect = {
  /** `refused`: a 4xx that is about neither credential, path nor size. */
  status?: number | 'refused' | readonly number[]
  /** A recorded exchange: what is not a placeholder in its response must come, status included. Of several, one. */
  fixture?: string | readonly string[]
  /** Names of recorded exchanges: every field of the response of one of them must be there. */
  fieldsOf?: readonly string[]
  /** One of these error codes. */
  code?: readonly string[]
  /** What must be in the body. */
  body?: unknown
  headers?: Readonly<Record<string, unknown>>
  /** The state that the payment in the response shows. */
  state?: ShownState
  /** The body is empty; `or-shaped`: empty, or as the contract says. */
  empty?: true | 'or-shaped'
  /** The body is that of every other response with this name, but for request ids. */
  sameAs?: string
}

/** A payment as its flags and its transaction show it. */
export type ShownState =
  | 'created'
  | 'approved'
  | 'paid'
  | 'completed'
  | 'cancelled'
  | 'cancelled-by-user'
  | 'linked'
