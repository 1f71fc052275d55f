import { concat, ref, text, type Ref, type Text } from '../../model/template.ts'

/** Authorization headers that are not valid, and what comes near to it. P1 of the security checklist. */
export type Variant = {
  label: string
  authorization: readonly (string | Ref | Text)[]
  headers?: Readonly<Record<string, string | Text>>
  query?: Text
  /** Too large for some servers: they may refuse the headers instead. */
  isLarge?: true
  /** Sent twice: servers may refuse the request as ambiguous instead. */
  isRepeated?: true
}

const MADE_UP = 'conformance0made0up0key0000000000000000000000000000000000000000x'

/**
 * By the scheme that the operation takes, and the name of the value that holds the right credential;
 * `wrong-` and `basic-` values of that name are derived from it.
 */
export function variants(
  scheme: 'Key' | 'Bearer',
  credential: 'apiKey' | 'accessToken',
): Variant[] {
  const otherScheme = scheme === 'Key' ? 'Bearer' : 'Key'
  const right = prefixed(scheme, credential)
  const wrong = prefixed(scheme, `wrong-${credential}`)
  return [
    ...withoutCredential(scheme),
    { label: 'the right one without its scheme', authorization: [ref(credential)] },
    {
      label: `the right one as ${otherScheme}`,
      authorization: [prefixed(otherScheme, credential)],
    },
    { label: 'the right one as Basic', authorization: [text`Basic ${`basic-${credential}`}`] },
    { label: 'its last character changed', authorization: [wrong] },
    {
      label: 'its last character changed, after a scheme in lower case',
      authorization: [prefixed(scheme.toLowerCase(), `wrong-${credential}`)],
    },
    {
      label: 'the right one twice in one header',
      authorization: [prefixed(scheme, credential, credential)],
    },
    { label: 'two headers, a wrong one first', authorization: [wrong, right], isRepeated: true },
    {
      label: 'the right one in x-api-key',
      authorization: [],
      headers: { 'x-api-key': text`${credential}` },
    },
    {
      label: 'the right one in the query',
      authorization: [],
      query: text`?authorization=${credential}&api_key=${credential}&access_token=${credential}`,
    },
  ]
}

/** Those that need no credential to be made. */
export function withoutCredential(scheme: 'Key' | 'Bearer'): Variant[] {
  return [
    { label: 'no header', authorization: [] },
    { label: 'an empty header', authorization: [''] },
    { label: 'only the scheme', authorization: [scheme] },
    { label: 'a made-up one', authorization: [`${scheme} ${MADE_UP}`] },
    { label: '10 kB', authorization: [`${scheme} ${'A'.repeat(10_000)}`], isLarge: true },
  ]
}

function prefixed(scheme: string, ...names: readonly string[]): Text {
  return concat(scheme, ...names.flatMap((name) => [' ', ref(name)]))
}
