import type { CheckedOptions } from './options.ts'

/** The command that makes the run again; of only one case when it is named. Keys come from the environment. */
export function commandLine(options: CheckedOptions, id?: string): string {
  const { target, baseUrl, control, write, allowMainnet, payment, privateDetails, seed, runs } =
    options
  const only = id == null ? (options.only ?? []) : [id]
  return [
    `conformance --target ${target} --base-url ${baseUrl}`,
    ...(control == null ? [] : [`--control ${control}`]),
    ...(write ? ['--write'] : []),
    ...(allowMainnet ? ['--allow-mainnet'] : []),
    ...(privateDetails ? ['--private-details'] : []),
    ...(payment == null ? [] : [`--payment ${payment}`]),
    ...only.map((prefix) => `--only '${prefix}'`),
    `--seed ${seed}`,
    ...(runs === 25 ? [] : [`--runs ${runs}`]),
  ].join(' ')
}
