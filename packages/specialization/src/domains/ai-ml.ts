import type { LexiconSource } from './lexicon.ts'

export const aiMl: LexiconSource = {
  slug: 'ai-ml',
  label: 'AI and machine learning',
  scale: 0.9,
  terms: {
    5: `retrieval augmented, search specialist, ai agent, machine learning, deep learning, mlops, llmops, artificial intelligence, language model, applied scientist, ai researcher, ai engineer, ai trainer, agent orchestration`,
    4: `genai, sklearn, keras, faiss, mistral, autogen, crewai, mlflow, xgboost, backpropagation, quantization, autoencoder, huggingface, llamaindex, finetuning, classifier, anthropic, langchain, langgraph, sagemaker, word2vec, pinecone, weaviate, lightgbm, kubeflow, tensorrt, gpts, few shot prompting, tool use, mcp tool, asr, tts, diarization, elevenlabs, suno, pika, controlnet, stable diffusion, comfyui, automatic1111, reranking, reranker, sft, pretraining, decoder, resnet, vision transformer, tokenizer, learning rate, regularization, cross validation, model versioning, experiment tracking, data augmentation, facial recognition, llm, neural network, openai, hugging face, rag, embedding, semantic search, fine tune, qlora, dpo, feature engineering, hyperparameter, pytorch, tensorflow, vllm, ollama, computer vision, object detection, image segmentation, opencv, yolo, ocr, nlp, tokenization, recommendation engine, transfer learning, prompt, agentic, multi agent, subagent, function calling, model context protocol, mcp server, hallucination, overfitting, synthetic data, chatbot, reinforcement learning, dall e, text to image, speech recognition, voice cloning, anomaly detection, neural, model evaluation, chain of thought, zero shot, few shot, context window, context engineering, gradient descent, random forest, decision tree, streamlit, claude code, tool calling, knowledge graph, named entity recognition, sentiment analysis, text classification, speech to text, text to speech, text to video, image recognition, recommender system, agi, self driving, cuda, gpu, model deployment, model training, ai safety`,
    2: `llms, trained, preprocessing, predictive, annotation, token, autonomously, codex, ai, ml, gpt, chatgpt, claude, gemini, copilot, inference, prediction, classification, clustering, knowledge base, image generation, jailbreak, deepseek, perplexity, evals, drift detection`,
    1: `intelligent, autonomous, generative, semantic, dataset curation`,
    '4?': 'slam, distillation, dropout, whisper, sora, bedrock, encoder, llama, lora',
    '1.2?':
      'transformer, attention, pipeline, weights, layer, batch, memory, tuning, evaluation, benchmark, training, guardrails, retrieval, tokens, diffusion, bert, prompting',
  },
  masks: 'ai language model',
}
