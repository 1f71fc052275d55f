import type { InfoObject } from 'openapi3-ts/oas31'

const HOW_TO_READ = `**Evidence.** Each operation and each error states how it is known:

- **captured**: someone published a response of the live service.
- **documented**: the service's own documents say so.
- **inferred**: from official client code or a developer's report.
- **assumed**: no source; the local servers need some behaviour.

Parts that no source shows are named ("assumed: status"). Programs read the same from \`x-evidence\`.`

/** Title, version and introduction of a document. */
export function infoOf(
  title: string,
  version: string,
  what: string,
  ...more: string[]
): InfoObject {
  return {
    title,
    version,
    description: [what, HOW_TO_READ, ...more].join('\n\n'),
    license: { name: 'MIT', identifier: 'MIT' },
  }
}
