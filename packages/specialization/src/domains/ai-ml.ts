import type { LexiconSource } from './lexicon.ts'

export const aiMl: LexiconSource = {
  slug: 'ai-ml',
  label: 'AI and machine learning',
  scale: 0.9,
  terms: {
    5: `retrieval augmented, ai agent, machine learning, deep learning, mlops, llmops, artificial intelligence, ai researcher, ai engineer, ai trainer, agent orchestration, prompt engineer, prompt engineering, language model`,
    4: `genai, sklearn, keras, faiss, mistral, autogen, crewai, mlflow, xgboost, backpropagation, quantization, autoencoder, huggingface, llamaindex, finetuning, classifier, anthropic, langchain, langgraph, sagemaker, word2vec, pinecone, weaviate, lightgbm, tensorrt, gpts, mcp tool, asr, tts, diarization, elevenlabs, pika, controlnet, stable diffusion, comfyui, reranking, reranker, sft, pretraining, decoder, resnet, tokenizer, learning rate, regularization, cross validation, model versioning, facial recognition, llm, neural network, openai, hugging face, rag, embedding, semantic search, fine tune, qlora, dpo, feature engineering, hyperparameter, pytorch, tensorflow, vllm, ollama, computer vision, object detection, image segmentation, opencv, yolo, ocr, nlp, tokenization, recommendation engine, transfer learning, agentic, multi agent, subagent, function calling, hallucination, overfitting, synthetic data, reinforcement learning, dall e, text to image, speech recognition, voice cloning, anomaly detection, neural, model evaluation, chain of thought, zero shot, few shot, context window, context engineering, random forest, decision tree, streamlit, claude code, tool calling, knowledge graph, named entity recognition, sentiment analysis, speech to text, text to speech, text to video, image recognition, agi, self driving, cuda, gpu, model deployment, model training, ai safety, system prompt, prompt generator, prompt optimization, prompt template, prompt writing, ai governance, responsible ai, ai ethics, generative ai, multimodal, foundation model, custom gpt, ai ethicist`,
    2: `llms, preprocessing, token, autonomously, codex, ml, gemini, copilot, inference, classification, clustering, jailbreak, deepseek, perplexity, evals, drift detection, prompt, chatbot, mcp server, model context protocol, image generation`,
    1: `autonomous, generative, semantic, gpt, chatgpt, predictive, prediction, knowledge base, trained, claude, ai, reasoning, models, tool use`,
    '4?': 'slam, distillation, dropout, whisper, sora, bedrock, encoder, llama, lora',
    '1.2?':
      'transformer, attention, pipeline, weights, layer, batch, memory, tuning, evaluation, benchmark, training, guardrails, retrieval, tokens, diffusion, bert, prompting',
    3: `ai model, ai system, ai tool, training data`,
  },
  masks: 'ai language model',
}
