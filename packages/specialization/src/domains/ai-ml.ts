import type { LexiconSource } from './lexicon.ts'

export const aiMl: LexiconSource = {
  slug: 'ai-ml',
  label: 'AI and machine learning',
  scale: 0.9,
  terms: {
    5: `retrieval augmented, search specialist, machine learning, deep learning, mlops, llmops, artificial intelligence, language model, applied scientist`,
    4: `genai, sklearn, keras, faiss, slam, mistral, autogen, crewai, mlflow, xgboost, superintelligence, backpropagation, quantization, distillation, autoencoder, huggingface, llamaindex, finetuning, classifier, anthropic, langchain, langgraph, sagemaker, word2vec, pinecone, weaviate, lightgbm, kubeflow, tensorrt, dropout, gpts, few shot prompting, tool use, mcp tool, whisper, asr, tts, diarization, elevenlabs, suno, sora, pika, controlnet, stable diffusion, comfyui, automatic1111, bedrock, reranking, reranker, sft, pretraining, encoder, decoder, resnet, vision transformer, tokenizer, learning rate, regularization, cross validation, model versioning, experiment tracking, data augmentation, facial recognition, llm, neural network, openai, llama, hugging face, rag, embedding, semantic search, fine tune, lora, qlora, dpo, feature engineering, hyperparameter, pytorch, tensorflow, vllm, ollama, computer vision, object detection, image segmentation, opencv, yolo, ocr, nlp, tokenization, recommendation engine, transfer learning, prompt, agentic, multi agent, subagent, function calling, model context protocol, mcp server, hallucination, overfitting, synthetic data, chatbot`,
    2: `llms, trained, preprocessing, predictive, annotation, token, autonomously, codex, ai, ml, gpt, chatgpt, claude, gemini, copilot, inference, prediction, classification, clustering, knowledge base, image generation, jailbreak, deepseek, perplexity, evals, drift detection`,
    1: `intelligent, autonomous, generative, semantic, dataset curation`,
    gated:
      'transformer, attention, pipeline, weights, layer, batch, memory, tuning, evaluation, benchmark, training, guardrails, retrieval, tokens, diffusion, bert, prompting',
  },
  masks: 'ai language model',
}
