export { type Evaluation, evaluate, type LabelledRow, type Miss } from './evaluate.ts'
export { parseLexicon } from './lexicon-file.ts'
export { type Suggestion, type SuggestOptions, suggestKeywords } from './suggest.ts'
