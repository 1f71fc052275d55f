import { maskSecrets } from './mask-secrets.ts'

/**
 * Fills `{name}` in a message of an error table; a secret in a value is masked. A name without a value is
 * a fault of the caller.
 */
export function fillMessage(template: string, values: Record<string, string> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value == null) throw new Error(`The message "${template}" needs a value for {${name}}`)
    return maskSecrets(value)
  })
}
