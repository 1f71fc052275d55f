import type { AppRoute } from '@ts-rest/core'

/**
 * How someone knows. `captured`: a response of the live service quoted by who got it. `documented`: in the
 * service's own documents. `inferred`: from official client code or a developer's report. `assumed`: from nothing.
 */
export type EvidenceLevel = 'captured' | 'documented' | 'inferred' | 'assumed'

/** Evidence that an operation or an error exists, and which parts of it no source shows. */
export type Evidence = {
  level: EvidenceLevel
  /** Public source, in words. */
  source: string
  /** Parts that are invented here: the HTTP status, the text for people, the code or other fields of the body. */
  assumed?: readonly ('status' | 'message' | 'body')[]
  note?: string
}

/** Names of a contract's operations, as `payments.approve`. */
export type OperationName<Router, Prefix extends string = ''> = {
  [Key in keyof Router & string]: Router[Key] extends AppRoute
    ? `${Prefix}${Key}`
    : OperationName<Router[Key], `${Prefix}${Key}.`>
}[keyof Router & string]
