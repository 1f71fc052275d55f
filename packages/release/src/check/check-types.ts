import { checkPackage, type Package, type Problem } from '@arethetypeswrong/core'
import { problemAffectsResolutionKind } from '@arethetypeswrong/core/problems'

/** Who can read packages of ES modules: attw's profile `esm-only`. */
const MODERN = ['node16-esm', 'bundler'] as const

/** What "Are the types wrong?" finds. */
export async function checkTypes(contents: Package): Promise<string[]> {
  const analysis = await checkPackage(contents)
  if (analysis.types === false) return ['attw: it has no types']
  return analysis.problems
    .filter((problem) =>
      MODERN.some((kind) => problemAffectsResolutionKind(problem, kind, analysis)),
    )
    .map(describe)
}

function describe({ kind, ...details }: Problem): string {
  return `attw: ${kind} ${JSON.stringify(details)}`
}
