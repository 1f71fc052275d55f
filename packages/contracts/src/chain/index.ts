export { chainContract, type ChainOperation } from './chain-contract.ts'
export { chainProblems, commonChainProblems, type ChainProblemCode } from './errors.ts'
export {
  chainProblemSchema,
  chainRootSchema,
  chainTransactionSchema,
  type ChainProblem,
  type ChainTransaction,
} from './schemas.ts'
