import type { Secrets } from '../secrets/secrets.ts'

/** Names of the values, and of the environment variables that hold them for the command and for curl. */
const credentials = {
  apiKey: { label: 'API key', variable: 'CONFORMANCE_API_KEY' },
  accessToken: { label: 'access token', variable: 'CONFORMANCE_ACCESS_TOKEN' },
  otherApiKey: { label: 'API key of another client', variable: 'CONFORMANCE_OTHER_API_KEY' },
} as const
export type CredentialName = keyof typeof credentials

/** The environment variable of a credential. */
export function variableOf(name: CredentialName): string {
  return credentials[name].variable
}

/**
 * Keeps a credential, and what cases make of it: with its last character changed (`wrong-…`), and as Basic
 * takes it (`basic-…`). All of them are secrets.
 */
export function keepCredential(
  name: CredentialName,
  value: string,
  { values, secrets }: { values: Map<string, unknown>; secrets: Secrets },
) {
  const { label, variable } = credentials[name]
  const last = value.endsWith('x') ? 'y' : 'x'
  const wrong = value.slice(0, -1) + last
  const basic = Buffer.from(`x:${value}`).toString('base64')
  values.set(name, value).set(`wrong-${name}`, wrong).set(`basic-${name}`, basic)
  secrets.add({ value, label, shell: `$${variable}` })
  secrets.add({
    value: wrong,
    label: `${label} with its last character changed`,
    shell: `\${${variable}%?}${last}`,
  })
  secrets.add({
    value: basic,
    label: `${label} as Basic`,
    shell: `$(printf 'x:%s' "$${variable}" | base64 -w0)`,
  })
}
