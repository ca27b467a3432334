export { type Evaluation, evaluate, type LabelledRow, type Miss } from './evaluate.ts'
