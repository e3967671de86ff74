export { anyCourse } from './course.ts';
